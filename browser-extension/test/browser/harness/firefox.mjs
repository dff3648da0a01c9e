import { readFile } from "node:fs/promises";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { Browser } from "./browser.mjs";
import { TRUSTED } from "./network.mjs";

const PROGRAM = process.env["BROWSERTEST_FIREFOX"] ?? "/usr/bin/firefox-esr";

/** Firefox makes a random one for each profile otherwise, and no page says which. */
const UUID = "5b1e1a57-0000-4000-8000-000000000001";

/** Starts Firefox and drives it by WebDriver BiDi. */
export async function startFirefox(scene, { extension, profile, home, dark, language }) {
  const downloads = await scene.folder("firefox-downloads");
  const id = extension ? await extensionId(extension) : "";
  const driven = await puppeteer.launch({
    browser: "firefox",
    timeout: 120_000,
    executablePath: PROGRAM,
    userDataDir: profile ?? (await scene.folder("firefox")),
    defaultViewport: null,
    env: { ...process.env, ...(home ? { HOME: home } : {}) },
    // Pages of the extension belong to the browser: WebDriver sees them only with this.
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: {
      ...quiet,
      ...downloadPreferences(downloads),
      "extensions.webextensions.uuids": JSON.stringify({ [id]: UUID }),
      "intl.locale.requested": language,
      "intl.accept_languages": language,
      "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
      "dom.securecontext.allowlist": TRUSTED.join(","),
      // It would ask for the pictures and sounds of those pages over HTTPS.
      "security.mixed_content.upgrade_display_content": false,
    },
  });
  scene.defer(() => driven.process().exitCode ?? driven.close());
  if (extension) {
    await driven.installExtension(extension);
  }
  return new Browser("firefox", driven, downloads, `moz-extension://${UUID}/`);
}

async function extensionId(extension) {
  const manifest = JSON.parse(await readFile(path.join(extension, "manifest.json"), "utf8"));
  return manifest.browser_specific_settings.gecko.id;
}

const downloadPreferences = (folder) => ({
  "browser.download.folderList": 2,
  "browser.download.dir": folder,
  "browser.download.useDownloadDir": true,
  "browser.download.always_ask_before_handling_new_types": false,
  "browser.download.alwaysOpenPanel": false,
});

const quiet = {
  "app.normandy.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.trr.mode": 5,
};
