/**
 * The script of the page ?swarm, and of publishers' pages with marked links: downloads from the
 * swarm in the browser as it is, without an extension.
 */

import type { Downloads } from "../download/download.ts";
import { openDownloads } from "../download/downloads.ts";
import { wordsOf } from "../page/words.ts";
import { upgradeLinks } from "./links.ts";
import { Panel } from "./panel.ts";
import { saveByLink } from "./saving.ts";

const { words, language } = wordsOf(navigator.languages);
let opened: Promise<Downloads> | undefined;

/** Only the downloads of this page's own file are taken up again here. */
function downloads(only: string | undefined): Promise<Downloads> {
  opened ??= openDownloads({ save: saveByLink, words, restore: (url) => url === only });
  return opened;
}

async function fill(main: HTMLElement, path: string): Promise<void> {
  const url = new URL(path, location.href).href;
  const place = main.querySelector(".spillway-download");
  if (place === null) {
    return;
  }
  const panel = new Panel(place, { url, words, language, named: false, downloads: () => downloads(url) });
  const before = (await downloads(url)).list()[0];
  if (before !== undefined) {
    panel.watch(before);
  } else if (location.hash === "#start") {
    await panel.begin();
  }
}

const main = document.querySelector<HTMLElement>("main.spillway[data-spillway-file]");
const path = main?.dataset["spillwayFile"];
if (main !== null && path !== undefined) {
  void fill(main, path);
} else {
  upgradeLinks(document, { words, language, downloads: () => downloads(undefined) });
}
