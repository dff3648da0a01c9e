import { negotiatedTorrent } from "../decide/ours.ts";
import type { Answer } from "../decide/request.ts";
import * as ext from "../ext.ts";
import type { Intake } from "./intake.ts";

/** Answers remembered until their download shows up; far more than there are at one time. */
const MOST = 64;

/** How long the download of an answer may take to show up, in milliseconds. */
const EXPECTED = 10_000;

/**
 * Takes answers over that were negotiated in the place of a file. Firefox gives the answer itself
 * up; in Chromium it becomes a download first, which is dropped before it has a name.
 */
export class Takeover {
  /** URLs of torrents by the URLs of the files. */
  private readonly answers = new Map<string, string>();
  /** Downloads that are being dropped, by their numbers. */
  private readonly drops = new Map<number, Promise<void>>();
  private endNaming: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

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
    this.expect(answer.url, torrentUrl);
    return false;
  }

  /** Returns when the download is dropped, or undefined if it is none of ours. */
  onDownload(download: ext.BrowserDownload): Promise<void> | undefined {
    const torrentUrl = this.answers.get(download.url);
    if (torrentUrl !== undefined) {
      this.answers.delete(download.url);
      void this.intake.take(download.url, torrentUrl);
      const dropped = ext.dropDownload(download.id).finally(() => this.onDropped(download.id));
      this.drops.set(download.id, dropped);
    }
    return this.drops.get(download.id);
  }

  private expect(url: string, torrentUrl: string): void {
    this.answers.delete(url);
    this.answers.set(url, torrentUrl);
    for (const oldest of [...this.answers.keys()].slice(0, -MOST)) {
      this.answers.delete(oldest);
    }
    this.endNaming ??= ext.watchNaming((download) => this.onDownload(download));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.expectNone(), EXPECTED);
  }

  private onDropped(id: number): void {
    this.drops.delete(id);
    if (this.answers.size === 0 && this.drops.size === 0) {
      this.expectNone();
    }
  }

  private expectNone(): void {
    this.endNaming?.();
    this.endNaming = undefined;
    this.answers.clear();
  }
}

/** A link with `target=_blank` opened it for nothing but the download; Chromium sees to it itself. */
async function closeIfEmpty(tabId: number): Promise<void> {
  const tab = tabId < 0 ? undefined : await ext.tab(tabId);
  if (tab !== undefined && tab.hasOpener && (tab.url === "" || tab.url === "about:blank")) {
    await ext.closeTab(tab.id);
  }
}
