// Installs the packages that package-lock.json names, unless that is what is there: it takes
// minutes. No package runs a script of its own; none that is bundled needs one.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const home = path.dirname(fileURLToPath(import.meta.url));
const wanted = readFileSync(path.join(home, "package-lock.json"), "utf8");
/** A copy of the lock file that was installed; npm removes it with the packages. */
const stamp = path.join(home, "node_modules/.installed.json");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.error("installing what the browser's part is built with; this takes minutes the first time ...");
  const npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync("npm", npm, { cwd: home, stdio: "inherit" });
  if (status !== 0) {
    console.error(`npm ci failed (${error?.message ?? `status ${status}`}); it needs a network on its first run`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
