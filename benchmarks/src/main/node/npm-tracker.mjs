// npm's bittorrent-tracker server with its WebSocket door alone, on a free port of loopback.
// Argument: the folder whose node_modules it is in.
import { pathToFileURL } from 'node:url'

const [folder] = process.argv.slice(2)
const { default: Server } = await import(pathToFileURL(folder + '/node_modules/bittorrent-tracker/server.js'))
const server = new Server({ udp: false, http: false, ws: true, stats: false })
server.on('warning', () => {})
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ event: 'started', http: server.ws.address().port }))
})
