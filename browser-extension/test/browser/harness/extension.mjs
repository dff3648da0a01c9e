import { until } from "./until.mjs";

/** Waits for the page that stands in the place of the error page of a URL, and returns its tab. */
export function failoverPage(browser, url) {
  const wanted = encodeURIComponent(url);
  return browser.tab("the way around", (at) => at.startsWith(browser.extensionUrl("failover.html")) && at.includes(wanted));
}

/** Goes to a URL as somebody who types it; whether a page or a download comes of it is left open. */
export function typeUrl(page, url) {
  page.goto(url).catch(() => "the extension puts another page there");
}

/** Waits until a page of the extension, or ?swarm, shows a download in that phase. */
export function phase(page, wanted, within = 120_000) {
  return until(
    `a download is ${wanted}`,
    () => page.evaluate((it) => document.querySelector(`.download[data-phase="${it}"]`) !== null, wanted).catch(() => false),
    within,
  );
}

/** What the page says about a download: its sources and its failure, for messages of tests. */
export function told(page) {
  return page.evaluate(() => [...document.querySelectorAll(".download-line, .download-failure, .download-sources li")].map((it) => it.textContent).join(" | "));
}
