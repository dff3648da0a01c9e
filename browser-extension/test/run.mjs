// Runs the unit tests (test/*.test.ts) in Node: node test/run.mjs [NAME...] [--out DIR]
// Tests read the vectors of both languages as ../vectors/NAME.json: they run in this module's folder.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { webtorrent, webtorrentDefines } from "../webtorrent.mjs";

const home = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const words = process.argv.slice(2);
const outAt = words.indexOf("--out");
const [, outdir = path.join(home, "target/test")] = outAt < 0 ? [] : words.splice(outAt, 2);

const tests = readdirSync(path.join(home, "test"))
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.startsWith(word)));
rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: home,
  entryPoints: tests.map((file) => path.join("test", file)),
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node18",
  sourcemap: "inline",
  define: webtorrentDefines,
  plugins: [webtorrent],
  logLevel: "warning",
});
const built = tests.map((file) => path.join(outdir, file.replace(".test.ts", ".test.mjs")));
const node = ["--enable-source-maps", "--test", "--test-reporter=spec", ...built.filter((file) => existsSync(file))];
const { status } = spawnSync(process.execPath, node, { cwd: home, stdio: "inherit" });
process.exit(status ?? 1);
