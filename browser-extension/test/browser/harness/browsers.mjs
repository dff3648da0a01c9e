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
 * Starts a browser with a profile of its own, which ends with the scene. What is returned has
 *
 * - name: "chromium" or "firefox"
 * - downloads: the folder where it puts what it downloads, without asking
 * - puppeteer: the browser as puppeteer-core sees it; newPage() opens a tab
 * - extensionUrl(path): the URL of a page of the extension
 * - close(): ends it before the scene ends, as when somebody closes the last window
 *
 * @param options extension: folder of an unpacked extension, or false for none; the built one unless
 *     said otherwise. profile: a folder of a profile that is to be kept. size: {width, height}.
 *     dark: whether the system's colours are dark. language: such as "de". show: with a window
 */
export function start(scene, name, { extension = path.join(built, name), ...options } = {}) {
  const starter = name === "chromium" ? startChromium : startFirefox;
  return starter(scene, { extension, language: "en-US", ...options });
}
