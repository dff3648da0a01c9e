import type { DownloadState } from "../download/download.ts";
import { isActive, percentOf } from "../engine/activity.ts";
import { Channel, type Said } from "../engine/channel.ts";
import type { Ended, HelperStart } from "../engine/messages.ts";
import * as ext from "../ext.ts";
import { Helper, HELPER } from "../helper/helper.ts";
import { chosen } from "../memory/chosen.ts";
import { showProgress } from "./notices.ts";
import type { PlainFiles } from "./plain.ts";

/** Under this key stands whether the helper program has taken a download before. */
const KEY = "helper";

/**
 * Puts the helper program beside the hidden page: its downloads show up in the same lists. While it
 * runs, its port keeps this background page from being ended.
 */
export class Helping {
  private readonly channel = new Channel();
  private readonly helper = new Helper(
    () => ext.openNative(HELPER),
    (states) => this.onStates(states),
  );
  private ended = new Set<string>();

  constructor(
    private readonly plain: PlainFiles,
    private readonly onEnd: (end: Ended) => void,
  ) {
    this.channel.hear((said) => void this.hear(said));
  }

  /** Starts the program if it may have downloads to go on with. */
  async resume(): Promise<void> {
    if ((await ext.load(KEY)) === true) {
      await this.isThere();
    }
  }

  async isThere(): Promise<boolean> {
    return (await chosen()).helper === "auto" && (await this.helper.isThere());
  }

  /** Returns whether it took the download. */
  async start(message: HelperStart): Promise<boolean> {
    const isTaken = (await this.isThere()) && (await this.helper.start(message));
    if (isTaken) {
      await ext.save(KEY, true);
    }
    return isTaken;
  }

  private async hear(said: Said): Promise<void> {
    if (said.type === "list") {
      this.helper.tell();
    } else if (said.type === "command" && this.helper.has(said.id)) {
      if (said.command === "plain") {
        await this.helper.command("cancel", said.id);
        await this.plain.get(said.url);
      } else {
        await this.helper.command(said.command, said.id);
      }
    }
  }

  private onStates(downloads: readonly DownloadState[]): void {
    this.channel.say({ type: "downloads", by: "helper", downloads });
    const active = downloads.filter(isActive);
    void showProgress({ type: "progress", active: active.length, percent: percentOf(active) });
    this.tellEnds(downloads);
  }

  private tellEnds(downloads: readonly DownloadState[]): void {
    const over = downloads.filter(({ phase }) => phase === "done" || phase === "failed");
    for (const { id, url, name, failure = "" } of over.filter((state) => !this.ended.has(state.id))) {
      this.onEnd({ type: "ended", id, url, name, failure });
    }
    this.ended = new Set(over.map(({ id }) => id));
  }
}
