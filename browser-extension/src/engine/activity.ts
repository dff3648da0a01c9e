import type { DownloadState } from "../download/download.ts";
import { ask } from "./messages.ts";

/** The background page hears so often how far downloads are, in milliseconds; it stays for that. */
const TELL = 2_000;

/** The hidden page stays so long after the last download, or page that shows it, in milliseconds. */
const LINGER = 150_000;

/** Tells the background page how far downloads are, and has the hidden page closed after the last. */
export class Activity {
  private states: readonly DownloadState[] = [];
  private quietSince = Date.now();

  start(): void {
    setInterval(() => void this.tick(), TELL);
  }

  update(states: readonly DownloadState[]): void {
    const wasActive = this.active().length > 0;
    this.states = states;
    if (wasActive !== this.active().length > 0) {
      void this.tick();
    }
  }

  /** A page shows the downloads. */
  touch(): void {
    this.quietSince = Date.now();
  }

  private async tick(): Promise<void> {
    const active = this.active();
    if (active.length > 0 || this.states.some(isSharing)) {
      this.touch();
      await ask({ type: "progress", active: active.length, percent: percentOf(active) });
    } else if (Date.now() - this.quietSince > LINGER) {
      await ask({ type: "close-engine" });
    } else {
      await ask({ type: "progress", active: 0, percent: 0 });
    }
  }

  private active(): readonly DownloadState[] {
    return this.states.filter(isActive);
  }
}

export function isActive({ phase }: DownloadState): boolean {
  return ["waiting", "checking", "downloading", "saving"].includes(phase);
}

function isSharing({ phase, sharing }: DownloadState): boolean {
  return phase === "done" && sharing === true;
}

/** How much of all of them together is there, from 0 to 100. */
export function percentOf(states: readonly DownloadState[]): number {
  const length = states.reduce((sum, state) => sum + state.length, 0);
  const verified = states.reduce((sum, state) => sum + state.verified, 0);
  return length === 0 ? 0 : Math.floor((100 * verified) / length);
}
