import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { Browser } from "./browser.mjs";
import { TRUSTED } from "./network.mjs";

/** Debian's script sets the environment and calls the program. */
const PROGRAM = process.env["BROWSERTEST_CHROMIUM"] ?? "/usr/bin/chromium";

/**
 * Starts Chromium. Downloads are left to the browser and its preferences: puppeteer's
 * "downloadBehavior" would take them over, and downloads.onDeterminingFilename would not be called.
 */
export async function startChromium(scene, { extension, profile, home, dark, language, ports = [8080, 8081, 8082] }) {
  const downloads = await scene.folder("chromium-downloads");
  const userDataDir = profile ?? (await scene.folder("chromium"));
  await writePreferences(userDataDir, downloads, language);
  const driven = await puppeteer.launch({
    executablePath: PROGRAM,
    pipe: true,
    userDataDir,
    timeout: 120_000,
    enableExtensions: true,
    defaultViewport: null,
    env: { ...process.env, LANGUAGE: language.replace("-", "_"), ...(home ? { HOME: home } : {}) },
    args: [
      "--no-sandbox",
      "--no-first-run",
      "--disable-dev-shm-usage",
      `--lang=${language}`,
      ...(dark ? ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] : []),
      `--unsafely-treat-insecure-origin-as-secure=${origins(ports)}`,
    ],
  });
  scene.defer(() => driven.process().exitCode ?? driven.close());
  const id = extension ? await driven.installExtension(extension) : "";
  return new Browser("chromium", driven, downloads, `chrome-extension://${id}/`);
}

const origins = (ports) => TRUSTED.flatMap((host) => ports.map((port) => `http://${host}:${port}`)).join(",");

async function writePreferences(profile, downloads, language) {
  await mkdir(path.join(profile, "Default"), { recursive: true });
  const preferences = {
    download: { default_directory: downloads, prompt_for_download: false, directory_upgrade: true },
    intl: { accept_languages: language, selected_languages: language },
    extensions: { ui: { developer_mode: true } },
    safebrowsing: { enabled: false },
  };
  await writeFile(path.join(profile, "Default/Preferences"), JSON.stringify(preferences));
}
