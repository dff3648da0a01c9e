import { createHash, randomBytes } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { chmod, open, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { deflateSync } from "node:zlib";
import { until } from "./until.mjs";

export const MIB = 1024 * 1024;

/** Makes a world-readable file of random bytes in the folder; returns its path. */
export async function randomFile(folder, name, size) {
  await chmod(folder, 0o755);
  const file = path.join(folder, name);
  await writeFile(file, randomBytes(size), { mode: 0o644 });
  return file;
}

/** Makes a world-readable file of that text, or of those bytes; returns its path. */
export async function textFile(folder, name, text) {
  await chmod(folder, 0o755);
  const file = path.join(folder, name);
  await writeFile(file, text, { mode: 0o644 });
  return file;
}

/** Makes a picture of noise: PNG, 8 bits for each of red, green and blue. It has more than 3 * width * height bytes. */
export function pngFile(folder, name, width, height) {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2], 8);
  const rows = randomBytes(height * (1 + 3 * width));
  for (let row = 0; row < height; row++) {
    rows[row * (1 + 3 * width)] = 0;
  }
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const chunks = [pngChunk("IHDR", size), pngChunk("IDAT", deflateSync(rows)), pngChunk("IEND", Buffer.alloc(0))];
  return textFile(folder, name, Buffer.concat([signature, ...chunks]));
}

function pngChunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.alloc(8 + body.length);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 4 + body.length);
  return chunk;
}

/** Node 18 has none in its zlib. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}

/** Makes a sound of noise: one channel, 8 bits, 44,100 samples a second. */
export function wavFile(folder, name, size) {
  const header = Buffer.from("RIFF    WAVEfmt                     data    ");
  header.writeUInt32LE(size + 36, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(44_100, 24);
  header.writeUInt32LE(44_100, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.writeUInt32LE(size, 40);
  return textFile(folder, name, Buffer.concat([header, randomBytes(size)]));
}

/**
 * Makes a world-readable file that takes little room: holes, with random bytes here and there, so
 * that a piece in the wrong place would show.
 */
export async function sparseFile(folder, name, size) {
  const file = await randomFile(folder, name, MIB);
  const handle = await open(file, "r+");
  try {
    await handle.truncate(size);
    for (let at = MIB; at + 64 < size; at += MIB) {
      await handle.write(randomBytes(64), 0, 64, at);
    }
  } finally {
    await handle.close();
  }
  return file;
}

/** The SHA-256 of a file, in hex. */
export async function sha256(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/**
 * Waits until the folder holds a file that matches and nothing that is still being written. The
 * name is a pattern because a browser may have numbered it.
 */
export function downloaded(folder, pattern, within = 60_000) {
  return until(
    `a download like ${pattern} in ${folder}`,
    async () => {
      const names = await namesIn(folder);
      const name = names.find((each) => pattern.test(each));
      return name && !names.some(isPartial) && (await stat(path.join(folder, name))).size > 0
        ? path.join(folder, name)
        : undefined;
    },
    within,
  );
}

/** None if the folder is not there yet: whoever downloads makes it. */
async function namesIn(folder) {
  return existsSync(folder) ? readdir(folder) : [];
}

/** Whether a browser gave the file this name until it is whole. */
export function isPartial(name) {
  return name.endsWith(".crdownload") || name.endsWith(".part") || name.startsWith(".org.chromium");
}

/** Whether something in the folder is being written by a browser. */
export async function partIn(folder) {
  const names = await namesIn(folder);
  return names.some(isPartial);
}
