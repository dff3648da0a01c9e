import type { DownloadState } from "../download/download.ts";
import type { ViewCommand } from "../page/view.ts";

/** Who downloads: the browser itself, or the helper program. */
export type By = "browser" | "helper";

/** What a person can do to a download. */
export type Command = ViewCommand;

/**
 * What the extension's pages say to each other. Neither web pages nor other extensions can listen
 * or speak here, because a BroadcastChannel belongs to one origin.
 */
export type Said =
  /** Something is in the queue. */
  | { readonly type: "wake" }
  /** Whoever downloads is to tell of it. */
  | { readonly type: "list" }
  /** All downloads of one of those who download, the newest first. */
  | { readonly type: "downloads"; readonly by: By; readonly downloads: readonly DownloadState[] }
  | CommandSaid
  /** What became of a file that the browser was to save; its blob URL. */
  | { readonly type: "saved"; readonly url: string; readonly saved: boolean };

/** A person asks for something to be done to a download; the URL is the file's own. */
export interface CommandSaid {
  readonly type: "command";
  readonly command: Command;
  readonly id: string;
  readonly url: string;
}

export class Channel {
  private readonly channel = new BroadcastChannel("spillway");

  say(said: Said): void {
    this.channel.postMessage(said);
  }

  hear(listener: (said: Said) => void): void {
    this.channel.addEventListener("message", (event: MessageEvent<Said>) => listener(event.data));
  }
}
