// npm's bittorrent-tracker client: announces itself, asks for the counts, and leaves. Arguments:
// the infohash in hex, the tracker's URL. Prints what it hears, one line of JSON each.
import { randomBytes } from 'node:crypto'
import Client from 'bittorrent-tracker'

const [infoHash, announce] = process.argv.slice(2)
const client = new Client({ infoHash, peerId: randomBytes(20), announce: [announce], port: 6881, rtcConfig: { iceServers: [] } })
const tell = line => console.log(JSON.stringify(line))

client.on('error', error => { tell({ error: error.message }); process.exit(1) })
client.on('warning', warning => tell({ warning: warning.message }))
client.once('update', ({ complete, incomplete }) => {
  tell({ event: 'started', complete, incomplete })
  client.scrape()
})
client.once('scrape', ({ complete, incomplete }) => {
  tell({ event: 'scraped', complete, incomplete })
  client.once('update', ({ complete, incomplete }) => {
    tell({ event: 'stopped', complete, incomplete })
    process.exit(0)
  })
  client.stop()
})
client.start({ left: 5 })
