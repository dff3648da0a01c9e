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
  | { readonly type: "command"; readonly command: Command; readonly id: string }
  /** What became of a file that the browser was to save; its blob URL. */
  | { readonly type: "saved"; readonly url: string; readonly saved: boolean };

export class Channel {
  private readonly channel = new BroadcastChannel("spillway");

  say(said: Said): void {
    this.channel.postMessage(said);
  }

  hear(listener: (said: Said) => void): void {
    this.channel.addEventListener("message", (event: MessageEvent<Said>) => listener(event.data));
  }
}
