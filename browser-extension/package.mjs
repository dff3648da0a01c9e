// Packs both extensions for the stores: node package.mjs [--out DIR], DIR is target.
// The same sources give the same bytes, so that a reviewer can compare.
import { zipSync } from "fflate";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { out } from "./build.mjs";

const MTIME = new Date(2020, 0, 1);

for (const [browser, ending] of [["chromium", "zip"], ["firefox", "xpi"]]) {
  const folder = path.join(out, browser);
  const { version } = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  const file = path.join(out, `spillway-${browser}-${version}.${ending}`);
  const bytes = zipSync(await entries(folder), { level: 9, mtime: MTIME });
  await writeFile(file, bytes);
  console.log(`${path.relative(process.cwd(), file)} ${bytes.length} bytes`);
}

/** The files of a folder by their paths in it, in the order of those. */
async function entries(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((it) => it.isFile()).map((it) => path.join(it.parentPath ?? it.path, it.name));
  const contents = files.sort().map(async (file) => [path.relative(folder, file), await readFile(file)]);
  return Object.fromEntries(await Promise.all(contents));
}
