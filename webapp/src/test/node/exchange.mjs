// Two webtorrent clients, each of which knows nothing of the other but through the tracker, over
// WebRTC alone. Arguments: the .torrent, the file that the first one has, the tracker's URL.
import { readFileSync } from 'node:fs'
import parseTorrent from 'parse-torrent'
import WebTorrent from 'webtorrent'
import MemoryChunkStore from 'memory-chunk-store'

const [torrentFile, contentFile, announce] = process.argv.slice(2)
const content = readFileSync(contentFile)

async function metainfo () {
  const parsed = await parseTorrent(readFileSync(torrentFile))
  return { ...parsed, announce: [announce], urlList: [] }
}

function client () {
  const created = new WebTorrent({ dht: false, lsd: false, utp: false, natUpnp: false, natPmp: false, webSeeds: false, tracker: { rtcConfig: { iceServers: [] } } })
  created.on('error', error => { console.log('error ' + error.message); process.exit(1) })
  return created
}

const giver = client()
const taker = client()
const options = { store: MemoryChunkStore, storeCacheSlots: 0 }

giver.seed(content, { ...options, name: (await metainfo()).name, pieceLength: (await metainfo()).pieceLength, announceList: [[announce]] }, async seeded => {
  console.log('seeding ' + seeded.infoHash)
  const torrent = taker.add(await metainfo(), options)
  torrent.on('warning', warning => {
    if (String(warning).includes('without ICE transport')) {
      // libdatachannel loses a connection when a candidate comes before its transport is made; new offers go around that.
      torrent.discovery.tracker.update()
    } else {
      console.log('warning ' + warning)
    }
  })
  torrent.on('wire', wire => console.log('wire ' + wire.type))
  torrent.on('done', async () => {
    const got = Buffer.from(await torrent.files[0].arrayBuffer())
    console.log(got.equals(content) ? 'identical ' + torrent.infoHash : 'different')
    process.exit(0)
  })
})
