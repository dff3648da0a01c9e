import { negotiatedTorrent } from "../decide/ours.ts";
import type { Answer } from "../decide/request.ts";
import * as ext from "../ext.ts";
import type { Intake } from "./intake.ts";

/** Answers remembered until their download shows up; far more than there are at one time. */
const MOST = 64;

/**
 * Takes answers over that were negotiated in the place of a file. Firefox gives the answer itself
 * up; in Chromium it becomes a download first, which is dropped.
 */
export class Takeover {
  private readonly answers = new Map<string, string>();

  constructor(private readonly intake: Intake) {}

  /** Returns whether the browser is to give the answer up. */
  onAnswer(answer: Answer): boolean {
    const torrentUrl = negotiatedTorrent(answer);
    if (torrentUrl === undefined || answer.isOwn) {
      return false;
    }
    if (ext.isFirefox) {
      void this.intake.take(answer.url, torrentUrl);
      void closeIfEmpty(answer.tabId);
      return true;
    }
    this.keep(answer.url, torrentUrl);
    return false;
  }

  async onNaming(download: ext.BrowserDownload): Promise<void> {
    const torrentUrl = this.answers.get(download.url);
    if (torrentUrl === undefined) {
      return;
    }
    this.answers.delete(download.url);
    await Promise.all([
      ext.dropDownload(download.id),
      this.intake.take(download.url, torrentUrl),
    ]);
  }

  private keep(url: string, torrentUrl: string): void {
    this.answers.delete(url);
    this.answers.set(url, torrentUrl);
    for (const oldest of [...this.answers.keys()].slice(0, -MOST)) {
      this.answers.delete(oldest);
    }
  }
}

/** A link with `target=_blank` opened it for nothing but the download; Chromium sees to it itself. */
async function closeIfEmpty(tabId: number): Promise<void> {
  const tab = tabId < 0 ? undefined : await ext.tab(tabId);
  if (tab !== undefined && tab.hasOpener && (tab.url === "" || tab.url === "about:blank")) {
    await ext.closeTab(tab.id);
  }
}
