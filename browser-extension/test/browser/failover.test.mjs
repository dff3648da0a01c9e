// The node that a link names is down, and the file arrives all the same.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { BROWSERS, start } from "./harness/browsers.mjs";
import { failoverPage, phase, told, typeUrl } from "./harness/extension.mjs";
import { downloaded, MIB, partIn, randomFile, sha256 } from "./harness/files.mjs";
import { Program } from "./harness/program.mjs";
import { Scene } from "./harness/scene.mjs";
import { RESOLVER, seedUrls, SITE, startNamed, startOther } from "./harness/site.mjs";
import { until } from "./harness/until.mjs";

const URL_OF_FILE = `${SITE}/file.iso`;

for (const name of BROWSERS) {
  test(`another node's web seed takes over in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const { root, file } = await content(scene);
    const other = await startOther(scene, root);
    await other.hashed("file.iso");
    const browser = await open(scene, name);
    typeUrl(await browser.puppeteer.newPage(), URL_OF_FILE);
    await acceptOffer(browser);
    await arrived(browser, file);
  });

  test(`an error of a proxy leads to the other node in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const { root, file } = await content(scene);
    await Promise.all([startProxyWithoutServer(scene), startOther(scene, root).then((it) => it.hashed("file.iso"))]);
    const browser = await open(scene, name);
    typeUrl(await browser.puppeteer.newPage(), URL_OF_FILE);
    await acceptOffer(browser);
    await arrived(browser, file);
  });

  test(`a server that hangs is not waited for in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const { root, file } = await content(scene);
    const [named, other] = await Promise.all([startNamed(scene, root), startOther(scene, root)]);
    await Promise.all([named.hashed("file.iso"), other.hashed("file.iso")]);
    const browser = await open(scene, name, { patience: "5" });
    named.hang();
    typeUrl(await browser.puppeteer.newPage(), URL_OF_FILE);
    await acceptOffer(browser);
    await arrived(browser, file);
  });

  test(`a download goes on when its server dies in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const { root, file } = await content(scene, 12 * MIB);
    const slow = { "http.max-rate-per-client": "1MB" };
    const [named, other] = await Promise.all([startNamed(scene, root, slow), startOther(scene, root, slow)]);
    await Promise.all([named.hashed("file.iso"), other.hashed("file.iso")]);
    const browser = await open(scene, name);
    typeUrl(await browser.puppeteer.newPage(), URL_OF_FILE);
    const downloads = await browser.openExtension("downloads.html");
    await until("something came from the server", () => downloads.evaluate(() => document.querySelector(".from-server") !== null));
    await named.kill();
    await arrived(browser, file);
  });

  test(`a plain download that breaks off leads to the other node in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const { root, file } = await content(scene, 12 * MIB);
    const plain = { "negotiation.mode": "off", "http.max-rate-per-client": "1MB" };
    const [named, other] = await Promise.all([startNamed(scene, root, plain), startOther(scene, root)]);
    await Promise.all([named.hashed("file.iso"), other.hashed("file.iso")]);
    const browser = await open(scene, name);
    typeUrl(await browser.puppeteer.newPage(), URL_OF_FILE);
    await until("the browser downloads it", () => partIn(browser.downloads));
    await named.kill();
    await acceptOffer(browser);
    await arrived(browser, file, /^file.*\.iso$/);
  });

  test(`a second browser that has the file is enough in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const { root, file } = await content(scene);
    const seeds = { "http.seed-urls": seedUrls([SITE]) };
    const [named, other] = await Promise.all([startNamed(scene, root, seeds), startOther(scene, root, seeds)]);
    await Promise.all([named.hashed("file.iso"), other.hashed("file.iso")]);
    const giver = await open(scene, name === "chromium" ? "firefox" : "chromium", { share: true });
    typeUrl(await giver.puppeteer.newPage(), URL_OF_FILE);
    await arrived(giver, file);
    await named.kill();
    const taker = await open(scene, name);
    typeUrl(await taker.puppeteer.newPage(), URL_OF_FILE);
    const page = await acceptOffer(taker);
    await arrived(taker, file);
    await phase(page, "done");
    assert.match(await told(page), /people|others|peers/i);
  });
}

async function content(scene, size = 2 * MIB + 999) {
  const root = await scene.folder("content");
  return { root, file: await randomFile(root, "file.iso", size) };
}

async function open(scene, name, options = {}) {
  const browser = await start(scene, name);
  await browser.choose({ resolvers: [RESOLVER], ...options });
  return browser;
}

/** Presses the button of the page that took the place of the error page, and returns the page. */
async function acceptOffer(browser) {
  const page = await failoverPage(browser, URL_OF_FILE);
  await browser.click(page, "#start");
  return page;
}

async function arrived(browser, file, pattern = /^file\.iso$/) {
  const got = await downloaded(browser.downloads, pattern, 120_000);
  assert.equal(await sha256(got), await sha256(file));
}

/** nginx stands before a server that is not there, and answers 502. */
async function startProxyWithoutServer(scene) {
  const folder = await scene.folder("nginx");
  const config = path.join(folder, "nginx.conf");
  await writeFile(
    config,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr; user root;
     events {}
     http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
       server { listen 10.77.0.1:8080; location / { proxy_pass http://10.77.0.3:1; } } }`,
  );
  new Program(scene, ["/usr/sbin/nginx", "-c", config]);
  await until("the proxy answers", () => fetch(SITE).then((answer) => answer.status === 502).catch(() => false));
}
