import type { DownloadState } from "../download/download.ts";
import { Channel, type By, type Command } from "../engine/channel.ts";
import { ask } from "../engine/messages.ts";

/** The hidden page stays open as long as it hears of a page that shows it, in milliseconds. */
const ALIVE = 20_000;

/** All downloads, whoever downloads them, as a page hears of them. */
export class Feed {
  private readonly channel = new Channel();
  private readonly lists = new Map<By, readonly DownloadState[]>();

  constructor(private readonly listener: (downloads: readonly DownloadState[]) => void) {}

  start(): void {
    this.channel.hear((said) => {
      if (said.type === "downloads") {
        this.lists.set(said.by, said.downloads);
        this.listener([...this.lists.values()].flat());
      }
    });
    void this.wake();
  }

  /** Has those who download started, if the browser ended them, and asks them. */
  private async wake(): Promise<void> {
    await ask({ type: "open-engine" });
    this.channel.say({ type: "list" });
    setInterval(() => this.channel.say({ type: "list" }), ALIVE);
  }

  command(command: Command, { id, url }: DownloadState): void {
    this.channel.say({ type: "command", command, id, url });
  }
}
