// Measures the browsers for "bin/bench browser": node test/browser/bench.mjs [quick] [webrtc]
// With "quick" files are shorter; with "webrtc" it measures nothing else.
// It prints a line of JSON for each figure: {"work":…,"figure":…,"aim":…}. It takes root.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bareChannel } from "./harness/bare-channel.mjs";
import { BROWSERS, built, start } from "./harness/browsers.mjs";
import { failoverPage, phase, typeUrl } from "./harness/extension.mjs";
import { MIB, randomFile, textFile } from "./harness/files.mjs";
import { watchMemory } from "./harness/memory.mjs";
import { insideNetwork } from "./harness/network.mjs";
import { Scene } from "./harness/scene.mjs";
import { RESOLVER, seedUrls, SITE, startNamed, startOther } from "./harness/site.mjs";
import { until } from "./harness/until.mjs";

const isQuick = process.argv.includes("quick");
/** From 512 MiB on pieces have 1 MiB. */
const SIZE = (isQuick ? 64 : 512) * MIB;
const ROUNDS = isQuick ? 3 : 9;

const say = (work, figure, aim) => console.log(JSON.stringify({ work, figure, aim }));

if (process.argv.includes("inside")) {
  say("page script, KB", (await stat(path.join(built, "web/swarm.js"))).size / 1000, "<= 300");
  for (const name of process.argv.includes("webrtc") ? [] : BROWSERS) {
    await measured((scene) => takeOver(scene, name));
    await measured((scene) => webSeed(scene, name));
  }
  for (const [giver, taker] of [BROWSERS, [...BROWSERS].reverse()]) {
    await measured((scene) => bareWebRtc(scene, giver, taker));
    await measured((scene) => webRtc(scene, giver, taker));
  }
} else {
  const self = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2), "inside"];
  const [program, ...args] = insideNetwork(self);
  process.exit(spawnSync(program, args, { stdio: "inherit" }).status ?? 1);
}

async function measured(work) {
  const scene = new Scene();
  try {
    await work(scene);
  } finally {
    await scene.close();
  }
}

/** From the click, and from the answer's headers, to the moment when the page of downloads shows the download. */
async function takeOver(scene, name) {
  const root = await scene.folder("content");
  const files = Array.from({ length: ROUNDS }, (_, round) => `${round}.iso`);
  await textFile(root, "page.html", files.map((file) => `<a id="f${parseInt(file)}" href="${file}">${file}</a>`).join(" "));
  await Promise.all(files.map((file) => randomFile(root, file, 2 * MIB)));
  const node = await startNamed(scene, root);
  await Promise.all(files.map((file) => node.hashed(file)));
  const browser = await start(scene, name);
  const downloads = await browser.openExtension("downloads.html");
  const page = await browser.open(`${SITE}/page.html`);
  const sinceClick = [];
  const sinceAnswer = [];
  for (const [round, file] of files.entries()) {
    const shown = downloads.evaluate(whenShown, file);
    await page.bringToFront();
    const answered = answerOf(page, file);
    const clicked = performance.timeOrigin + performance.now();
    await page.click(`#f${round}`);
    sinceClick.push((await shown) - clicked);
    sinceAnswer.push((await shown) - (await answered));
    await until("it is done", () => downloads.evaluate(isDone, file));
  }
  say(`${name}: from click to download, ms, median of ${ROUNDS}`, median(sinceClick), "none");
  say(`${name}: from the answer's headers to download, ms, median of ${ROUNDS}`, median(sinceAnswer), "<= 150");
}

/** When the headers of the answer to a request for the file came. */
function answerOf(page, file) {
  return new Promise((resolve) => {
    const hear = (answer) => {
      if (answer.url().endsWith(`/${file}`)) {
        page.off("response", hear);
        resolve(performance.timeOrigin + performance.now());
      }
    };
    page.on("response", hear);
  });
}

function median(figures) {
  return figures.sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}

/** Runs in the page of downloads. */
function whenShown(file) {
  return new Promise((resolve) => {
    const look = () => {
      if ([...document.querySelectorAll(".download-name")].some((it) => it.textContent === file)) {
        observer.disconnect();
        resolve(performance.timeOrigin + performance.now());
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    look();
  });
}

/** Runs in the page of downloads. */
function isDone(file) {
  return [...document.querySelectorAll('.download[data-phase="done"] .download-name')].some((it) => it.textContent === file);
}

async function webSeed(scene, name) {
  const root = await scene.folder("content");
  await randomFile(root, "file.iso", SIZE);
  const node = await startNamed(scene, root, { "http.seed-urls": seedUrls([SITE]) });
  await node.hashed("file.iso");
  const browser = await start(scene, name);
  const page = await browser.openExtension("downloads.html");
  const memory = await watchMemory(browser.puppeteer.process().pid);
  typeUrl(await browser.puppeteer.newPage(), `${SITE}/file.iso`);
  say(`${name}: web seed, MB/s`, await rate(page), ">= 35");
  say(`${name}: memory for ${SIZE / MIB} MiB, MB`, (await memory()) / 1e6, "<= 200");
}

/** A data channel without anything of ours, on pages that need no server of ours. */
async function bareWebRtc(scene, giverName, takerName) {
  const server = http.createServer((_request, answer) => answer.end()).listen(8080);
  scene.defer(() => server.close());
  await once(server, "listening");
  const [giver, taker] = await Promise.all([giverName, takerName].map(async (name) => (await start(scene, name, { extension: false })).open(SITE)));
  say(`${takerName} from ${giverName}: a bare data channel, MB/s`, await bareChannel(giver, taker, SIZE / 4), "none");
}

/** One browser has the file, and no web seed is left. */
async function webRtc(scene, giverName, takerName) {
  const root = await scene.folder("content");
  await randomFile(root, "file.iso", SIZE / 2);
  const seeds = { "http.seed-urls": seedUrls([SITE]) };
  const [named, other] = await Promise.all([startNamed(scene, root, seeds), startOther(scene, root, seeds)]);
  await Promise.all([named.hashed("file.iso"), other.hashed("file.iso")]);
  const giver = await start(scene, giverName);
  await giver.choose({ share: true });
  typeUrl(await giver.puppeteer.newPage(), `${SITE}/file.iso`);
  await phase(await giver.openExtension("downloads.html"), "done", 600_000);
  await named.kill();
  const taker = await start(scene, takerName);
  await taker.choose({ resolvers: [RESOLVER] });
  typeUrl(await taker.puppeteer.newPage(), `${SITE}/file.iso`);
  const page = await failoverPage(taker, `${SITE}/file.iso`);
  await taker.click(page, "#start");
  say(`${takerName} from ${giverName}: WebRTC, MB/s`, await rate(page, SIZE / 2), ">= 9");
}

/** The rate from the first piece on, until all of them are verified. */
async function rate(page, size = SIZE) {
  await phase(page, "downloading", 120_000);
  const begun = performance.now();
  const isWhole = () => document.querySelector('.download[data-phase="saving"], .download[data-phase="done"]') !== null;
  await until("every piece is verified", () => page.evaluate(isWhole), 900_000);
  return size / 1e6 / ((performance.now() - begun) / 1000);
}
