import { Channel } from "../engine/channel.ts";
import * as ext from "../ext.ts";
import { enqueue } from "../memory/queue.ts";
import { tellTaken } from "./notices.ts";

/**
 * Where downloads begin: what is wanted goes into a queue on disk, from which the page that
 * downloads takes it. So nothing is lost if the browser ends this background page meanwhile.
 */
export class Intake {
  private readonly channel = new Channel();

  /** @param torrentUrl empty if the torrent is remembered */
  async take(url: string, torrentUrl: string): Promise<void> {
    await enqueue(url, torrentUrl);
    await this.openEngine();
    this.channel.say({ type: "wake" });
    await (torrentUrl === "" ? undefined : tellTaken(url));
  }

  async openEngine(): Promise<void> {
    await ext.openHiddenPage("engine.html");
  }
}
