import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startChromium } from "./chromium.mjs";
import { startFirefox } from "./firefox.mjs";

const home = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** The folder that holds the built extensions, "chromium" and "firefox". */
export const built = path.resolve(process.env["BROWSERTEST_EXTENSIONS"] ?? path.join(home, "target"));

/** Every browser that the tests drive: what differs between them is behind start(). */
export const BROWSERS = ["chromium", "firefox"];

/**
 * Starts a browser with a profile of its own, which ends with the scene; returns a Browser.
 *
 * @param options extension: folder of an unpacked extension, or false for none; the built one unless
 *     said otherwise. profile: a folder of a profile that is to be kept. home: the folder
 *     that it takes for the person's own.
 *     dark: whether the system's colours are dark. language: such as "de". isNew: false if the
 *     profile has had the extension before
 */
export async function start(scene, name, { extension = path.join(built, name), isNew = true, ...options } = {}) {
  if (extension && !existsSync(path.join(extension, "manifest.json"))) {
    throw new Error(`${extension} holds no extension; build it with: npm run build`);
  }
  const starter = name === "chromium" ? startChromium : startFirefox;
  const browser = await starter(scene, { extension, language: "en-US", ...options });
  if (extension && isNew) {
    // The extension welcomes a new user, and the tab would lie before that of the test.
    const welcome = await browser.tab("the welcome", (url) => url === browser.extensionUrl("welcome.html"));
    await welcome.close();
  }
  return browser;
}
