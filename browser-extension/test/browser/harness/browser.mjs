import { until } from "./until.mjs";

/** A browser that runs, in the hands of a test; the same for both. */
export class Browser {
  #extension;
  #closing;

  /**
   * @param name "chromium" or "firefox"
   * @param puppeteer the browser as puppeteer-core sees it
   * @param downloads the folder where it puts what it downloads, without asking
   * @param extension the base of the URLs of the extension's pages, with a final slash
   */
  constructor(name, puppeteer, downloads, extension) {
    this.name = name;
    this.puppeteer = puppeteer;
    this.downloads = downloads;
    this.#extension = extension;
  }

  extensionUrl(page) {
    return this.#extension + page;
  }

  /** Opens a tab with a page and waits until it is loaded. */
  async open(url) {
    const page = await this.puppeteer.newPage();
    page.setDefaultTimeout(60_000);
    if (url.startsWith("moz-extension:")) {
      // Another process takes the tab over, and puppeteer's own waiting does not survive that.
      page.goto(url).catch(() => "it is waited for below");
      await until(`the page ${url} is loaded`, () => isLoaded(page, url));
    } else {
      await page.goto(url);
    }
    return page;
  }

  openExtension(page) {
    return this.open(this.extensionUrl(page));
  }

  /** Clicks as a person does: in the tab that is in front. */
  async click(page, selector) {
    await page.bringToFront();
    await page.waitForSelector(selector, { visible: true });
    await page.click(selector);
  }

  /** The URLs of all tabs. */
  async urls() {
    const pages = await this.puppeteer.pages();
    return Promise.all(pages.map((page) => page.evaluate(() => location.href).catch(() => page.url())));
  }

  /** The tab whose URL the function accepts, as soon as there is one. */
  tab(what, accepts, within) {
    return until(
      `a tab shows ${what}`,
      async () => {
        for (const page of await this.puppeteer.pages()) {
          if (accepts(await page.evaluate(() => location.href).catch(() => ""))) {
            return page;
          }
        }
        return undefined;
      },
      within,
    );
  }

  /**
   * Sets options on the extension's page of options, as a person would: a list for what has a line
   * for each, true or false for a switch.
   */
  async choose(options) {
    const page = await this.openExtension("options.html");
    await page.waitForSelector("#version");
    await until("the options are shown", () => page.evaluate(() => document.querySelector("#version").textContent !== ""));
    await page.evaluate((all) => {
      for (const [name, value] of Object.entries(all)) {
        const field = document.querySelector(`[name="${name}"]`);
        if (typeof value === "boolean") {
          field.checked = value;
        } else {
          field.value = Array.isArray(value) ? value.join("\n") : value;
        }
      }
      document.querySelector("#form").dispatchEvent(new Event("change", { bubbles: true }));
    }, options);
    await until("the options are kept", () => page.evaluate(() => document.querySelector("#status").textContent !== ""));
    await page.close();
  }

  /** Ends it before its scene ends, as when somebody closes the last window. */
  close() {
    this.#closing ??= this.puppeteer.close();
    return this.#closing;
  }
}

function isLoaded(page, url) {
  return page
    .evaluate((wanted) => location.href.startsWith(wanted) && document.readyState === "complete", url)
    .catch(() => false);
}
