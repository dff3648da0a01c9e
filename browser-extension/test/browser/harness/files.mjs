import { createHash, randomBytes } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { chmod, open, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
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

/** Makes a picture of noise (BMP, 24 bits for a pixel); the width is a multiple of four. */
export function bmpFile(folder, name, width, height) {
  const header = Buffer.alloc(54);
  const size = 3 * width * height;
  header.write("BM");
  header.writeUInt32LE(size + 54, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  header.writeUInt32LE(size, 34);
  return textFile(folder, name, Buffer.concat([header, randomBytes(size)]));
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
