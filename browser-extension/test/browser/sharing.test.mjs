// Two browsers give each other what the server has sent once, over WebRTC and through our tracker.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BROWSERS, start } from "./harness/browsers.mjs";
import { phase, told, typeUrl } from "./harness/extension.mjs";
import { downloaded, MIB, randomFile, sha256 } from "./harness/files.mjs";
import { Scene } from "./harness/scene.mjs";
import { SITE, startNamed } from "./harness/site.mjs";

const SIZE = 8 * MIB;

/** The second one of each pair downloads while the first one shares. */
for (const [first, second] of [["chromium", "firefox"], ["firefox", "chromium"]]) {
  test(`pieces from ${first} arrive in ${second}`, async (t) => {
    const scene = Scene.of(t);
    const { node, file } = await site(scene);
    for (const name of [first, second]) {
      const browser = await start(scene, name, {});
      await browser.choose({ share: true });
      typeUrl(await browser.puppeteer.newPage(), `${SITE}/file.iso`);
      assert.equal(await sha256(await downloaded(browser.downloads, /^file\.iso$/)), await sha256(file));
      if (name === second) {
        const page = await browser.openExtension("downloads.html");
        await phase(page, "done");
        assert.match(await told(page), /people|others|peer/i);
      }
    }
    await sentLessThanTwoCopies(node);
  });
}

for (const name of BROWSERS) {
  test(`two pages ?swarm share in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const { node, file } = await site(scene);
    for (const number of [1, 2]) {
      const browser = await start(scene, name, { extension: false });
      const page = await browser.open(`${SITE}/file.iso?swarm`);
      await browser.click(page, ".spillway-start input");
      await browser.click(page, ".spillway-start button");
      await phase(page, "done");
      assert.equal(await sha256(await downloaded(browser.downloads, /^file\.iso$/)), await sha256(file));
      if (number === 2) {
        assert.match(await told(page), /people|others|peer/i);
      }
    }
    await sentLessThanTwoCopies(node);
  });
}

/** The server sends slowly, so that whoever can get pieces from elsewhere does. */
async function site(scene) {
  const root = await scene.folder("content");
  const file = await randomFile(root, "file.iso", SIZE);
  const node = await startNamed(scene, root, { "http.max-rate-per-client": "1MB" });
  await node.hashed("file.iso");
  return { node, file };
}

async function sentLessThanTwoCopies(node) {
  await node.stop();
  const { plain, webSeed, peers } = node.sent;
  const copies = (plain + webSeed + peers) / SIZE;
  assert.ok(copies >= 1 && copies < 2, `the server sent ${copies.toFixed(2)} copies`);
}
