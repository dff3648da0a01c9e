// One webtorrent over TCP alone, which has the content or downloads it, and then uploads it.
// Arguments: the .torrent, the folder, a peer as host:port or nothing. It says its port when it is complete.
import { readFileSync } from 'node:fs'
import WebTorrent from 'webtorrent'

const [torrentFile, folder, peer] = process.argv.slice(2)
const client = new WebTorrent({ dht: false, lsd: false, utp: false, natUpnp: false, natPmp: false, webSeeds: false, tracker: false })
client.on('error', error => { console.log('error ' + error.message); process.exit(1) })

const torrent = client.add(readFileSync(torrentFile), { path: folder })
torrent.on('wire', wire => console.log('wire ' + wire.type))
torrent.on('done', () => console.log('seeding on port ' + client.torrentPort))
if (peer) torrent.on('infoHash', () => torrent.addPeer(peer))
