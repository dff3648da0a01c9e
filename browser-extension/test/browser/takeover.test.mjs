// Every way that leads to a file leads to the swarm, and the file arrives as it is on the server.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { BROWSERS, start } from "./harness/browsers.mjs";
import { downloaded, MIB, randomFile, sha256, textFile } from "./harness/files.mjs";
import { typeUrl } from "./harness/extension.mjs";
import { Scene } from "./harness/scene.mjs";
import { SITE } from "./harness/site.mjs";
import { Spillway } from "./harness/spillway.mjs";

/** What a person does on a page of the site, by the name of the file that they get. */
const TRIGGERS = {
  click: (page, browser) => browser.click(page, "#click"),
  blank: (page, browser) => browser.click(page, "#blank"),
  attribute: (page, browser) => browser.click(page, "#attribute"),
  frame: (page, browser) => browser.click(page, "#frame"),
  // By a person's click: browsers ask before a page downloads one file after the other by itself.
  script: (page, browser) => browser.click(page, "#script"),
  typed: (page) => typeUrl(page, `${SITE}/typed.iso`),
};

const PAGE = `<!doctype html><title>Downloads</title>
<a id="click" href="click.iso">click</a>
<a id="blank" href="blank.iso" target="_blank">new tab</a>
<a id="attribute" href="attribute.iso" download>save as</a>
<a id="frame" href="frame.iso" target="inner">in a frame</a>
<button id="script" onclick="location.assign('script.iso')">by a script</button><iframe name="inner"></iframe>`;

for (const name of BROWSERS) {
  test(`takes files over in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const root = await scene.folder("content");
    await textFile(root, "page.html", PAGE);
    for (const trigger of Object.keys(TRIGGERS)) {
      await randomFile(root, `${trigger}.iso`, MIB + 12_345);
    }
    const node = await Spillway.start(scene, root);
    await Promise.all(Object.keys(TRIGGERS).map((trigger) => node.hashed(`${trigger}.iso`)));
    const browser = await start(scene, name);
    const page = await browser.open(`${node.url}/page.html`);
    for (const [trigger, act] of Object.entries(TRIGGERS)) {
      await t.test(`${trigger} in ${name}`, async () => {
        await act(page, browser);
        const file = await downloaded(browser.downloads, new RegExp(`^${trigger}\\.iso$`));
        assert.equal(await sha256(file), await sha256(`${root}/${trigger}.iso`));
        assert.equal(await page.evaluate(() => location.pathname), "/page.html", "the page stays where it is");
      });
    }
    const left = await readdir(browser.downloads);
    assert.deepEqual(left.sort(), Object.keys(TRIGGERS).map((trigger) => `${trigger}.iso`).sort());
    assert.ok(!(await browser.urls()).some((url) => url.endsWith("blank.iso")), "no tab stays behind");
    await node.stop();
    assert.ok(node.sent.plain < MIB, `plain HTTP sent no file, but ${node.sent.plain} bytes`);
  });
}
