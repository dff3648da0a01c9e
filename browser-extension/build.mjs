// Builds both extensions and the page that needs none: node build.mjs [--out DIR], DIR is target.
import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { licensesOf } from "./licenses.mjs";
import { webtorrent, webtorrentDefines } from "./webtorrent.mjs";

const home = path.dirname(fileURLToPath(import.meta.url));
const outAt = process.argv.indexOf("--out");
export const out = path.resolve(outAt > 0 ? process.argv[outAt + 1] : path.join(home, "target"));

/** What every bundle has in common. */
const common = {
  absWorkingDir: home,
  bundle: true,
  format: "esm",
  target: ["chrome120", "firefox128"],
  minify: true,
  legalComments: "none",
  define: webtorrentDefines,
  plugins: [webtorrent],
  logLevel: "warning",
};

/** Scripts and styles of the extension, by their names there. */
const EXTENSION = {
  background: "src/background.ts",
  engine: "src/engine/main.ts",
  "download-worker": "src/download/worker.ts",
  popup: "src/page/popup.ts",
  downloads: "src/page/downloads.ts",
  failover: "src/page/failover.ts",
  options: "src/page/options.ts",
  welcome: "src/page/welcome.ts",
  spillway: "src/page/spillway.css",
  pages: "src/page/pages.css",
};

/** The page that needs no extension; everything of it lies in one folder. */
const WEB = {
  swarm: "src/swarm/swarm.ts",
  "download-worker": "src/download/worker.ts",
};

/** @param entries paths of sources by the names of their bundles */
async function bundle(entries, outdir, extra = {}) {
  const entryPoints = Object.entries(entries)
    .filter(([, source]) => existsSync(path.join(home, source)))
    .map(([out, source]) => ({ in: source, out }));
  if (entryPoints.length > 0) {
    const { metafile } = await build({ ...common, entryPoints, outdir, metafile: true, ...extra });
    const licenses = await licensesOf(Object.keys(metafile.inputs), home);
    if (licenses !== "") {
      await writeFile(path.join(outdir, "licenses.txt"), licenses);
    }
  }
}

/** The texts of the extension's own pages, and the words of what they share with `?swarm`. */
async function locale(language, dir) {
  const texts = JSON.parse(await readFile(path.join(home, `_locales/${language}/messages.json`), "utf8"));
  const words = JSON.parse(await readFile(path.join(home, `src/page/words/${language}.json`), "utf8"));
  for (const [key, message] of Object.entries(words)) {
    texts[key] = { message };
  }
  await mkdir(path.join(dir, "_locales", language), { recursive: true });
  await writeFile(path.join(dir, "_locales", language, "messages.json"), JSON.stringify(texts));
}

async function extension(browser) {
  const dir = path.join(out, browser);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const base = JSON.parse(await readFile(path.join(home, "manifest/base.json"), "utf8"));
  const own = JSON.parse(await readFile(path.join(home, `manifest/${browser}.json`), "utf8"));
  await writeFile(path.join(dir, "manifest.json"), JSON.stringify({ ...base, ...own }, null, 2));
  await cp(path.join(home, "static"), dir, { recursive: true });
  await cp(path.join(home, "icons"), path.join(dir, "icons"), { recursive: true });
  await Promise.all(["en", "de"].map((language) => locale(language, dir)));
  await bundle(EXTENSION, dir);
}

async function web() {
  const dir = path.join(out, "web");
  await rm(dir, { recursive: true, force: true });
  await bundle(WEB, dir);
  await bundle({ swarm: "src/page/spillway.css" }, dir);
}

await extension("chromium");
await extension("firefox");
await web();
