// Builds both extensions and the page that needs none: node build.mjs [--out DIR], DIR is target.
import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const home = path.dirname(fileURLToPath(import.meta.url));
const outAt = process.argv.indexOf("--out");
const out = path.resolve(outAt > 0 ? process.argv[outAt + 1] : path.join(home, "target"));

/** What every bundle has in common. */
const common = {
  absWorkingDir: home,
  bundle: true,
  format: "esm",
  target: ["chrome120", "firefox128"],
  minify: true,
  legalComments: "linked",
  define: { global: "globalThis" },
  logLevel: "warning",
};

async function bundle(entries, outdir, extra = {}) {
  const entryPoints = entries.filter((entry) => existsSync(path.join(home, entry)));
  if (entryPoints.length > 0) {
    await build({ ...common, entryPoints, outdir, entryNames: "[name]", ...extra });
  }
}

async function extension(browser) {
  const dir = path.join(out, browser);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const base = JSON.parse(await readFile(path.join(home, "manifest/base.json"), "utf8"));
  const own = JSON.parse(await readFile(path.join(home, `manifest/${browser}.json`), "utf8"));
  await writeFile(path.join(dir, "manifest.json"), JSON.stringify({ ...base, ...own }, null, 2));
  for (const folder of ["_locales", "icons", "static"]) {
    if (existsSync(path.join(home, folder))) {
      await cp(path.join(home, folder), path.join(dir, folder), { recursive: true });
    }
  }
}

await extension("chromium");
await extension("firefox");
