// Runs the tests in real browsers, as root, each file in a network of its own that cannot reach the
// outside (network.mjs says what is in it):
//
//   node test/browser/run.mjs                         every *.test.mjs beside this file
//   node test/browser/run.mjs takeover failover       takeover.test.mjs and failover.test.mjs
//   node test/browser/run.mjs takeover firefox        only the tests whose name has "firefox"
//
// It takes what was built before: target/chromium, target/firefox (BROWSERTEST_EXTENSIONS names another
// folder than target) and the server in webapp/target/app (BROWSERTEST_APP names another one).
// Screenshots go to target/screenshots. BROWSERTEST_SHOW=1 prints what the servers print.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { insideNetwork } from "./harness/network.mjs";

const home = path.dirname(fileURLToPath(import.meta.url));
const fileOf = (name) => path.join(home, `${name}.test.mjs`);

const words = process.argv.slice(2);
const named = words.filter((word) => existsSync(fileOf(word)));
const patterns = words.filter((word) => !existsSync(fileOf(word)));
const all = readdirSync(home)
  .filter((file) => file.endsWith(".test.mjs"))
  .map((file) => file.replace(".test.mjs", ""));

let failed = false;
for (const name of named.length > 0 ? named : all) {
  const node = [process.execPath, ...patterns.map((pattern) => `--test-name-pattern=${pattern}`), fileOf(name)];
  const [program, ...args] = insideNetwork(node);
  const test = spawn(program, args, { stdio: "inherit" });
  const [status] = await once(test, "exit");
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
