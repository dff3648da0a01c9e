import {
  canFailOver,
  isFile,
  reasonOfDownload,
  reasonOfError,
  reasonOfStatus,
  resolversFor,
  type Reason,
} from "../decide/failover.ts";
import type { Answer, Failure, Request } from "../decide/request.ts";
import { withoutFragment } from "../decide/ours.ts";
import { DEFAULT_RESOLVER, type Settings } from "../decide/settings.ts";
import { isOnFor } from "../decide/sites.ts";
import { lookUp } from "../dns/lookup.ts";
import type { Ended } from "../engine/messages.ts";
import * as ext from "../ext.ts";
import { isKnown, recall, remember } from "../memory/torrents.ts";
import { torrentFor } from "../torrent/fits.ts";
import type { Intake } from "./intake.ts";
import { Patience } from "./patience.ts";

/** Puts the offer of a torrent in the place of error pages, where there is a torrent. */
export class Failover {
  private readonly patience = new Patience();
  /** URLs whose original error the person wants to see, each for one request. */
  private readonly asIs = new Set<string>();

  constructor(
    private readonly intake: Intake,
    private readonly settings: () => Promise<Settings>,
  ) {}

  onRequest(request: Request): void {
    if (canFailOver(request) && !this.asIs.has(request.url)) {
      void this.settings().then(({ patience }) =>
        this.patience.watch(request, patience, (silent) => void this.onDown(silent, "silent")),
      );
    }
  }

  onAnswer(answer: Answer): void {
    this.patience.end(answer.id);
    const reason = reasonOfStatus(answer.status);
    if (reason !== undefined) {
      void this.onDown(answer, reason);
    } else {
      this.asIs.delete(answer.url);
    }
  }

  onFailure(failure: Failure): void {
    this.patience.end(failure.id);
    const reason = reasonOfError(failure.error);
    if (reason !== undefined) {
      void this.onDown(failure, reason);
    }
  }

  /** A download of the browser's own broke off. */
  async onDownloadEnd(download: ext.BrowserDownload): Promise<void> {
    const reason = download.state === "interrupted" ? reasonOfDownload(download.error) : undefined;
    if (reason === undefined || !URL.canParse(download.url) || !isFile(new URL(download.url))) {
      return;
    }
    if (await this.find(download.url)) {
      await this.offer(download.url, reason, undefined);
    }
  }

  /** Removes what the browser has of a file that broke off, once the whole of it came another way. */
  async onEnd({ url, failure }: Ended): Promise<void> {
    const broken = failure === "" ? await ext.interruptedDownloads(url) : [];
    const useless = broken.filter(({ error }) => reasonOfDownload(error) !== undefined);
    await Promise.all(useless.map(({ id }) => ext.dropDownload(id)));
  }

  /** Shows what the browser has to say of a URL, and does not fail over this once. */
  async showOriginal(url: string, tabId: number): Promise<void> {
    this.asIs.add(url);
    await ext.showInTab(tabId, url);
  }

  private async onDown(request: Request, reason: Reason): Promise<void> {
    const url = withoutFragment(new URL(request.url));
    if (this.asIs.delete(request.url) || !canFailOver(request) || !(await this.find(url))) {
      return;
    }
    const tab = await ext.tab(request.tabId);
    if (tab !== undefined && isAt(tab, request.url)) {
      await this.offer(url, reason, tab.id);
    }
  }

  private async offer(url: string, reason: Reason, tabId: number | undefined): Promise<void> {
    const { startAtOnce } = await this.settings();
    if (startAtOnce) {
      await this.intake.take(url, "");
    }
    const query = new URLSearchParams({ url, reason, ...(startAtOnce ? { started: "1" } : {}) });
    const page = `failover.html?${query}`;
    await (tabId === undefined ? ext.openPage(page) : ext.showInTab(tabId, ext.pageUrl(page)));
  }

  /** Whether there is a torrent of the URL, remembered or found through DNS; it is remembered then. */
  private async find(url: string): Promise<boolean> {
    const settings = await this.settings();
    const host = new URL(url).hostname;
    if (!isOnFor(host, settings)) {
      return false;
    }
    if ((await recall(url)) !== undefined) {
      return true;
    }
    const resolvers = resolversFor(host, await isKnown(host), settings, DEFAULT_RESOLVER);
    const found = await lookUp(new URL(url), resolvers);
    if (found.kind !== "torrent" || torrentFor(found.torrent, url).kind !== "fits") {
      return false;
    }
    await remember({ url, torrent: found.torrent, seen: Date.now(), from: "dns" });
    return true;
  }
}

/** Whether the tab still shows what failed, and the person has not gone on. */
function isAt(tab: ext.Tab, url: string): boolean {
  return tab.url === "" || tab.url === "about:blank" || sameButFragment(tab.url, url);
}

function sameButFragment(a: string, b: string): boolean {
  return withoutFragment(new URL(a)) === withoutFragment(new URL(b));
}
