// Takes pictures of every page in light, in dark and on a phone, for people to look at. A page that
// is wider than its window, or throws, fails.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { BROWSERS, built, start } from "./harness/browsers.mjs";
import { failoverPage, phase, typeUrl } from "./harness/extension.mjs";
import { MIB, randomFile } from "./harness/files.mjs";
import { Scene } from "./harness/scene.mjs";
import { RESOLVER, SITE, startNamed, startOther } from "./harness/site.mjs";

const pictures = path.join(built, "screenshots");
const DESK = { width: 1100, height: 800 };
const PHONE = { width: 390, height: 800 };

for (const name of BROWSERS) {
  for (const dark of [false, true]) {
    test(`every page ${dark ? "dark" : "light"} in ${name}`, async (t) => {
      const scene = Scene.of(t);
      const root = await scene.folder("content");
      for (const file of ["done.iso", "running.iso", "down.iso"]) {
        await randomFile(root, file, (file === "running.iso" ? 24 : 2) * MIB);
      }
      const slow = { "http.max-rate-per-client": "500KB" };
      const [named, other] = await Promise.all([startNamed(scene, root, slow), startOther(scene, root, slow)]);
      await Promise.all(["done.iso", "running.iso", "down.iso"].flatMap((file) => [named.hashed(file), other.hashed(file)]));
      const browser = await start(scene, name, { dark, language: dark ? "de" : "en-US" });
      await browser.choose({ resolvers: [RESOLVER] });
      const camera = new Camera(browser, `${name}-${dark ? "dark-de" : "light"}`);
      await camera.take("folder", await browser.open(`${SITE}/`));
      await camera.take("swarm", await browser.open(`${SITE}/done.iso?swarm`));
      typeUrl(await browser.puppeteer.newPage(), `${SITE}/done.iso`);
      const downloads = await browser.openExtension("downloads.html");
      await phase(downloads, "done");
      typeUrl(await browser.puppeteer.newPage(), `${SITE}/running.iso`);
      await phase(downloads, "downloading");
      await camera.take("downloads", downloads);
      for (const page of ["welcome", "options", "popup"]) {
        await camera.take(page, await browser.openExtension(`${page}.html`), page === "popup");
      }
      await named.kill();
      typeUrl(await browser.puppeteer.newPage(), `${SITE}/down.iso`);
      await camera.take("failover", await failoverPage(browser, `${SITE}/down.iso`));
    });
  }
}

class Camera {
  constructor(browser, prefix) {
    this.browser = browser;
    this.prefix = prefix;
  }

  async take(what, page, isPopup = false) {
    await mkdir(pictures, { recursive: true });
    await page.bringToFront();
    for (const [size, viewport] of isPopup ? [["popup", { width: 380, height: 600 }]] : [["desk", DESK], ["phone", PHONE]]) {
      await page.setViewport(viewport);
      await page.screenshot({ path: path.join(pictures, `${what}-${size}-${this.prefix}.png`), fullPage: !isPopup });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${what} is ${wide} pixels too wide on a ${size}`);
    }
  }
}
