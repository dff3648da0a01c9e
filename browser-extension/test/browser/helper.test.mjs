// With the helper program installed, it downloads what the extension takes over.
import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { BROWSERS, start } from "./harness/browsers.mjs";
import { phase, typeUrl } from "./harness/extension.mjs";
import { downloaded, MIB, randomFile, sha256 } from "./harness/files.mjs";
import { Scene } from "./harness/scene.mjs";
import { spillwayCommand } from "./harness/spillway.mjs";
import { SITE, startNamed } from "./harness/site.mjs";

/** Where each browser looks for helpers, below the folder that it takes for the person's home. */
const MANIFESTS = { chromium: ".config/chromium/NativeMessagingHosts", firefox: ".mozilla/native-messaging-hosts" };

for (const name of BROWSERS) {
  test(`the helper downloads what is taken over in ${name}`, async (t) => {
    const scene = Scene.of(t);
    const root = await scene.folder("content");
    const file = await randomFile(root, "file.iso", 2 * MIB + 7);
    const node = await startNamed(scene, root);
    await node.hashed("file.iso");
    const home = await scene.folder("home");
    const folder = path.join(home, "Downloads");
    await install(name, home, folder);
    const profile = name === "chromium" ? { profile: path.join(home, ".config/chromium") } : {};
    const browser = await start(scene, name, { home, ...profile });
    typeUrl(await browser.puppeteer.newPage(), `${SITE}/file.iso`);
    const page = await browser.openExtension("downloads.html");
    await phase(page, "done");
    assert.equal(await sha256(await downloaded(folder, /^file\.iso$/)), await sha256(file));
  });
}

async function install(name, home, folder) {
  const command = spillwayCommand(
    "native-host",
    `--install=${name}`,
    `--folder=${folder}`,
    `--state=${path.join(home, "state")}`,
    `--manifest-folder=${path.join(home, MANIFESTS[name])}`,
  );
  const installing = spawn(command[0], command.slice(1), { stdio: "inherit", env: { ...process.env, HOME: home } });
  const [status] = await once(installing, "exit");
  assert.equal(status, 0);
}
