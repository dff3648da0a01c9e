import type { Download, DownloadRequest, Downloads, DownloadsOptions } from "./download.ts";
import { checkRoom } from "./failure.ts";
import { factsOf } from "./facts.ts";
import { Kept } from "./kept.ts";
import { Transfer } from "./transfer.ts";

const SIMULTANEOUS = 2;

/** How long a saved file is kept at least: the browser may still be copying it. In milliseconds. */
const COPYING = 10 * 60_000;

/**
 * Opens the downloads of a page, and takes up again those that were kept. There should be one such
 * page at a time: a download that another page has open fails with words that say so.
 */
export async function openDownloads(options: DownloadsOptions): Promise<Downloads> {
  const queue = new Queue(options);
  await queue.restore();
  return queue;
}

/** Several downloads, of which a few run at a time, in the order in which they were added. */
class Queue implements Downloads {
  private readonly transfers: Transfer[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly starting = new Map<string, Promise<Download>>();

  constructor(private readonly options: DownloadsOptions) {}

  list(): readonly Download[] {
    return [...this.transfers];
  }

  onList(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async start(request: DownloadRequest): Promise<Download> {
    const facts = await factsOf(request.torrent);
    const before = this.starting.get(facts.id) ?? this.transfers.find((transfer) => transfer.id === facts.id);
    if (before !== undefined && !(before instanceof Transfer && this.forget(before))) {
      return await before;
    }
    const starting = this.create(request, facts);
    this.starting.set(facts.id, starting);
    try {
      return await starting;
    } finally {
      this.starting.delete(facts.id);
    }
  }

  /** Lists the kept downloads of this page; removes those that were saved. */
  async restore(): Promise<void> {
    const found = await Kept.all().catch(() => []);
    for (const kept of found) {
      if (this.options.restore?.(kept.about.url) === false) {
        continue;
      }
      if (kept.about.saved > 0) {
        await this.removeSaved(kept);
        continue;
      }
      this.add(new Transfer(kept, await factsOf(kept.torrent), this.options, this.owner));
    }
  }

  private async create(request: DownloadRequest, facts: Awaited<ReturnType<typeof factsOf>>): Promise<Download> {
    await checkRoom(0);
    const kept = await Kept.create(facts.id, request.torrent, request.url, request.share);
    const transfer = new Transfer(kept, facts, this.options, this.owner);
    this.add(transfer);
    return transfer;
  }

  private readonly owner = {
    turn: () => queueMicrotask(() => this.next()),
    gone: (transfer: Transfer) => this.drop(transfer),
  };

  private async removeSaved(kept: Kept): Promise<void> {
    if (Date.now() - kept.about.saved > COPYING) {
      await kept.remove().catch(() => {});
    }
  }

  /** Forgets a download whose file is gone, so that it can be started anew. */
  private forget(transfer: Transfer): boolean {
    const over = transfer.state.phase === "done" && transfer.state.kept === false;
    if (over) {
      this.drop(transfer);
    }
    return over;
  }

  private add(transfer: Transfer): void {
    this.transfers.push(transfer);
    this.changed();
    this.next();
  }

  private drop(transfer: Transfer): void {
    const at = this.transfers.indexOf(transfer);
    if (at >= 0) {
      this.transfers.splice(at, 1);
    }
    this.changed();
  }

  private next(): void {
    const most = this.options.simultaneous ?? SIMULTANEOUS;
    for (const transfer of this.transfers) {
      if (this.transfers.filter((other) => other.runs).length >= most) {
        return;
      }
      if (transfer.waits) {
        transfer.begin();
      }
    }
  }

  private changed(): void {
    this.listeners.forEach((listener) => listener());
  }
}
