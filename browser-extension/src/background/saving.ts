import { Channel } from "../engine/channel.ts";
import * as ext from "../ext.ts";

/** Under this key the browser's numbers of saved files stand, by their names. */
const KEY = "saved";

/** So many saved files can be shown in their folders. */
const MOST = 100;

/**
 * Saves files that the hidden page has made: their blob URLs become downloads of the browser. What
 * became of one is said on the channel, whether or not this background page was ended meanwhile.
 */
export class Saving {
  private readonly channel = new Channel();

  async save(url: string, name: string): Promise<void> {
    const id = await ext.saveAs(url, name);
    const others = (await this.saved()).filter(([other]) => other !== name);
    await ext.save(KEY, [...others, [name, id]].slice(-MOST));
  }

  onDownloadEnd(download: ext.BrowserDownload): void {
    if (download.url.startsWith(`blob:${ext.pageUrl("")}`)) {
      const saved = download.state === "complete";
      this.channel.say({ type: "saved", url: download.url, saved });
    }
  }

  /** Shows the file that was saved last under that name in its folder. */
  async show(name: string): Promise<void> {
    const [, id] = (await this.saved()).find(([other]) => other === name) ?? [];
    if (id !== undefined) {
      ext.showDownload(id);
    }
  }

  private async saved(): Promise<[string, number][]> {
    const stored = await ext.load(KEY);
    return Array.isArray(stored) ? (stored as [string, number][]) : [];
  }
}
