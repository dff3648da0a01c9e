// A file that is larger than the memory of many machines arrives whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "./harness/browsers.mjs";
import { phase, told, typeUrl } from "./harness/extension.mjs";
import { downloaded, MIB, sha256, sparseFile } from "./harness/files.mjs";
import { Scene } from "./harness/scene.mjs";
import { SITE, startNamed } from "./harness/site.mjs";

const SIZE = 3 * 1024 * MIB + 1;
const WITHIN = 600_000;

test("a file of 3 GiB arrives in chromium", async (t) => {
  const scene = Scene.of(t);
  const root = await scene.folder("content");
  const file = await sparseFile(root, "big.iso", SIZE);
  const node = await startNamed(scene, root);
  await node.hashed("big.iso");
  const browser = await start(scene, "chromium");
  typeUrl(await browser.puppeteer.newPage(), `${SITE}/big.iso`);
  const page = await browser.openExtension("downloads.html");
  await phase(page, "done", WITHIN).catch(async (late) => {
    throw new Error(`${late.message}; the page says: ${await told(page)}`);
  });
  assert.equal(await sha256(await downloaded(browser.downloads, /^big\.iso$/, WITHIN)), await sha256(file));
});
