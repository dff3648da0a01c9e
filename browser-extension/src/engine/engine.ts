import type { Download, Downloads, DownloadState, Words } from "../download/download.ts";
import { reasonOf } from "../download/failure.ts";
import { settingsOf } from "../decide/settings.ts";
import { toBase64 } from "../dns/base64.ts";
import { dequeue, queued, type Wanted } from "../memory/queue.ts";
import { recall } from "../memory/torrents.ts";
import { fileName } from "../torrent/fits.ts";
import type { Activity } from "./activity.ts";
import type { Channel, Command, CommandSaid } from "./channel.ts";
import { NoTorrent, torrentOf } from "./fetching.ts";
import { ask } from "./messages.ts";
import type { Saver } from "./saver.ts";

/** Downloads what is in the queue, does what pages ask, and tells them how it goes. */
export class Engine {
  /** What is wanted and has not begun, by its id. */
  private readonly pending = new Map<string, DownloadState>();
  private readonly watched = new Set<Download>();
  private scheduled = false;

  constructor(
    private readonly downloads: Downloads,
    private readonly channel: Channel,
    private readonly saver: Saver,
    private readonly words: Words,
    private readonly activity: Activity,
  ) {}

  start(): void {
    this.channel.hear((said) => {
      if (said.type === "wake") {
        void this.takeQueued();
      } else if (said.type === "list") {
        this.activity.touch();
        this.tell();
      } else if (said.type === "command") {
        void this.obey(said);
      }
    });
    this.downloads.onList(() => this.watchNew());
    this.watchNew();
    void this.takeQueued();
  }

  private async takeQueued(): Promise<void> {
    const news = (await queued()).filter(({ id }) => !this.pending.has(id));
    await Promise.all(news.map((wanted) => this.begin(wanted)));
  }

  private async begin(wanted: Wanted): Promise<void> {
    this.setPending(wanted, {});
    try {
      await this.handOver(wanted, await torrentOf(wanted));
      this.pending.delete(wanted.id);
      await dequeue(wanted.id);
    } catch (error) {
      const failure = this.words(error instanceof NoTorrent ? error.key : reasonOf(error));
      const state = this.setPending(wanted, { phase: "failed", failure });
      await ask({ type: "ended", id: state.id, url: state.url, name: state.name, failure });
    }
    this.changed();
  }

  /** To the helper program if there is one, else to the browser. */
  private async handOver({ id, url }: Wanted, torrent: Uint8Array): Promise<void> {
    const { share } = settingsOf(await ask({ type: "settings" }));
    const message = { type: "helper-start", id, url, torrent: toBase64(torrent), share } as const;
    if ((await ask(message)) !== true) {
      await this.downloads.start({ url, torrent, share });
    }
  }

  private setPending(wanted: Wanted, changes: Partial<DownloadState>): DownloadState {
    const state: DownloadState = {
      id: wanted.id,
      url: wanted.url,
      name: fileName(new URL(wanted.url)),
      length: 0,
      phase: "waiting",
      verified: 0,
      fromServer: 0,
      fromMirrors: 0,
      fromPeers: 0,
      uploaded: 0,
      peers: 0,
      rate: 0,
      ...changes,
    };
    this.pending.set(wanted.id, state);
    this.changed();
    return state;
  }

  private async obey({ command, id, url }: CommandSaid): Promise<void> {
    const pending = this.pending.get(id);
    const download = this.downloads.list().find((it) => it.state.id === id);
    if (pending !== undefined) {
      await this.obeyPending(command, pending);
    } else if (command === "torrent") {
      await this.saveTorrent(url);
    } else if (download !== undefined) {
      await this.obeyFor(download, command);
    }
  }

  private async obeyPending(command: Command, { id, url }: DownloadState): Promise<void> {
    const wanted = (await queued()).find((it) => it.id === id);
    if (command === "retry" && wanted !== undefined) {
      await this.begin(wanted);
    } else if (command === "cancel" || command === "plain") {
      this.pending.delete(id);
      await dequeue(id);
      this.changed();
      await (command === "plain" ? ask({ type: "plain", url }) : undefined);
    }
  }

  private async obeyFor(download: Download, command: Command): Promise<void> {
    const { url, name } = download.state;
    switch (command) {
      case "pause":
        return download.pause();
      case "resume":
        return download.resume();
      case "retry":
        return download.retry();
      case "share":
      case "unshare":
        return download.share(command === "share");
      case "save":
        return download.save();
      case "cancel":
        return download.cancel();
      case "plain":
        await download.cancel();
        await ask({ type: "plain", url });
        return;
      case "show":
        await ask({ type: "show", name });
    }
  }

  private async saveTorrent(url: string): Promise<void> {
    const remembered = await recall(url);
    if (remembered !== undefined) {
      const type = "application/x-bittorrent";
      const file = new Blob([remembered.torrent as Uint8Array<ArrayBuffer>], { type });
      await this.saver.save(file, `${fileName(new URL(url))}.torrent`);
    }
  }

  private watchNew(): void {
    for (const download of this.downloads.list()) {
      if (!this.watched.has(download)) {
        this.watched.add(download);
        this.watch(download);
      }
    }
    this.changed();
  }

  private watch(download: Download): void {
    let before = download.state.phase;
    download.onChange((state) => {
      const isEnd = state.phase === "done" || state.phase === "failed";
      if (isEnd && before !== state.phase) {
        const { id, url, name, failure = "" } = state;
        void ask({ type: "ended", id, url, name, failure });
      }
      before = state.phase;
      this.changed();
    });
  }

  /** Tells once of all that changes at one time. */
  private changed(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      setTimeout(() => {
        this.scheduled = false;
        this.tell();
      }, 100);
    }
  }

  private tell(): void {
    const states = [
      ...this.pending.values(),
      ...this.downloads.list().map((download) => download.state),
    ].reverse();
    this.channel.say({ type: "downloads", by: "browser", downloads: states });
    this.activity.update(states);
  }
}
