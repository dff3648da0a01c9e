import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, readdir, stat, truncate, writeFile } from "node:fs/promises";
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

/** Makes a world-readable file that is mostly a hole, but whose pieces all differ. */
export async function sparseFile(folder, name, size) {
  const file = await randomFile(folder, name, MIB);
  await truncate(file, size);
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
      const names = await readdir(folder);
      const name = names.find((each) => pattern.test(each));
      return name && !names.some(isPartial) && (await stat(path.join(folder, name))).size > 0
        ? path.join(folder, name)
        : undefined;
    },
    within,
  );
}

/** Whether a browser gave the file this name until it is whole. */
export function isPartial(name) {
  return name.endsWith(".crdownload") || name.endsWith(".part") || name.startsWith(".org.chromium");
}
