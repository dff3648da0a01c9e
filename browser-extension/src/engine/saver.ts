import type { Channel } from "./channel.ts";
import { ask } from "./messages.ts";

/** With any other type, or none, Chromium gives the name an ending that it thinks better. */
const PLAIN = "application/octet-stream";

/** Saves files through the browser's own downloads, where people look for them. */
export class Saver {
  private readonly waiting = new Map<string, (saved: boolean) => void>();

  constructor(channel: Channel) {
    channel.hear((said) => {
      if (said.type === "saved") {
        this.waiting.get(said.url)?.(said.saved);
      }
    });
  }

  /** Resolves to true when all of it is saved, and rejects with an AbortError if it was stopped. */
  async save(file: Blob, name: string): Promise<boolean> {
    const url = URL.createObjectURL(file.slice(0, file.size, PLAIN));
    const end = new Promise<boolean>((resolve) => this.waiting.set(url, resolve));
    try {
      await ask({ type: "save", url, name });
      if (!(await end)) {
        throw new DOMException("The browser did not save the file.", "AbortError");
      }
      return true;
    } finally {
      this.waiting.delete(url);
      URL.revokeObjectURL(url);
    }
  }
}
