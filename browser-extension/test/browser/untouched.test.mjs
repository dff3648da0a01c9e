// What is no file for the swarm is as it was: sites without Spillway, and the pages of one with it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { BROWSERS, start } from "./harness/browsers.mjs";
import { typeUrl } from "./harness/extension.mjs";
import { downloaded, MIB, pngFile, randomFile, sha256, textFile, wavFile } from "./harness/files.mjs";
import { HOSTS } from "./harness/network.mjs";
import { Scene } from "./harness/scene.mjs";
import { Spillway } from "./harness/spillway.mjs";
import { until } from "./harness/until.mjs";

const TORRENT = Buffer.from("d4:infod6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee");

for (const name of BROWSERS) {
  test(`leaves a site without Spillway alone in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const site = await plainSite(scene);
    const browser = await start(scene, name);
    const page = await browser.open(`${site.url}/page.html`);
    assert.equal(await page.evaluate(() => document.querySelector("p").textContent), "a page that came compressed");
    assert.equal(await page.evaluate(async () => (await (await fetch("data.json")).json()).answer), 42);
    assert.doesNotMatch(site.encodings["/data.json"], /torrent/, "what scripts fetch is asked for as ever");
    await browser.click(page, "#torrent");
    const file = await downloaded(browser.downloads, /^linux\.torrent$/);
    assert.equal(await sha256(file), await sha256Of(scene, TORRENT));
    const downloads = await browser.openExtension("downloads.html");
    assert.equal(await downloads.evaluate(() => document.querySelectorAll(".download").length), 0);
  });

  test(`leaves the pages of a site with Spillway alone in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const root = await scene.folder("content");
    const long = "<p>a long page</p>".repeat(100_000);
    await textFile(root, "long.html", `<!doctype html><img src="picture.png"><audio src="sound.wav"></audio>${long}`);
    await pngFile(root, "picture.png", 800, 600);
    const wav = await wavFile(root, "sound.wav", 2 * MIB);
    await randomFile(root, "linux.torrent", 2 * MIB);
    const node = await Spillway.start(scene, root);
    await Promise.all(["long.html", "picture.png", "sound.wav"].map((file) => node.hashed(file)));
    const browser = await start(scene, name);
    const page = await browser.open(`${node.url}/long.html`);
    assert.equal(await page.evaluate(() => document.querySelectorAll("p").length), 100_000);
    assert.equal(await page.evaluate(() => document.querySelector("img").decode().then(() => document.querySelector("img").naturalWidth)), 800);
    assert.ok((await page.evaluate(durationOfSound)) > 1);
    await shown(browser, `${node.url}/picture.png`, () => document.images[0]?.naturalWidth === 800);
    await heard(browser, name, `${node.url}/sound.wav`, wav);
  });
}

/** A browser that shows a picture or plays a sound need not tell that the page is loaded. */
async function shown(browser, url, isThere) {
  const page = await browser.puppeteer.newPage();
  typeUrl(page, url);
  await until(`${url} is shown`, () => page.evaluate(isThere).catch(() => false));
}

/** Chromium plays a sound of this type in its tab; Firefox saves it, as it does without the extension. */
async function heard(browser, name, url, file) {
  if (name === "chromium") {
    await shown(browser, url, () => document.querySelectorAll("video, audio").length === 1);
    return;
  }
  typeUrl(await browser.puppeteer.newPage(), url);
  assert.equal(await sha256(await downloaded(browser.downloads, /^sound\.wav$/)), await sha256(file));
  const downloads = await browser.openExtension("downloads.html");
  assert.equal(await downloads.evaluate(() => document.querySelectorAll(".download").length), 0);
}

/** Runs in the page. */
function durationOfSound() {
  const sound = document.querySelector("audio");
  return new Promise((resolve, reject) => {
    if (sound.readyState > 0) {
      resolve(sound.duration);
    }
    sound.addEventListener("loadedmetadata", () => resolve(sound.duration));
    sound.addEventListener("error", () => reject(new Error("the sound cannot be played")));
    sound.load();
  });
}

async function sha256Of(scene, bytes) {
  const folder = await scene.folder("expected");
  return sha256(await textFile(folder, "file", bytes));
}

/** A server that knows nothing of torrents beyond their type. */
async function plainSite(scene) {
  const encodings = {};
  const answers = {
    "/page.html": ["text/html", gzipSync('<!doctype html><p>a page that came compressed</p><a id="torrent" href="linux.torrent">torrent</a>'), { "Content-Encoding": "gzip" }],
    "/data.json": ["application/json", gzipSync('{"answer":42}'), { "Content-Encoding": "gzip" }],
    "/linux.torrent": ["application/x-bittorrent", TORRENT, {}],
  };
  const server = createServer((request, response) => {
    encodings[request.url] = request.headers["accept-encoding"] ?? "";
    const [type, body, more] = answers[request.url] ?? ["text/plain", "not found", {}];
    response.writeHead(request.url in answers ? 200 : 404, { "Content-Type": type, ...more }).end(body);
  });
  const host = "plain.example.net";
  await new Promise((resolve) => server.listen(8080, HOSTS[host], resolve));
  scene.defer(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://${host}:8080`, encodings };
}
