import type { RunResult } from "./messages.ts";

/** From whom bytes came, as the person is told. */
export type Origin = "server" | "mirror";

/** After so many wrong pieces, or answers that will not change, a web seed is asked no more. */
const LAST_STRIKE = 3;

const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
const LONGEST_RETRY_AFTER = 300_000;

/** What is known of one web seed: whether and when it may be asked. Times are in milliseconds. */
export class SeedState {
  active = 0;
  private strikes = 0;
  private failures = 0;
  private notBefore = 0;
  /** Bytes a second that one request brought lately; 0 if nothing is known. */
  speed = 0;

  /** @param lastResort whether it is asked only when no other can be */
  constructor(
    readonly url: string,
    readonly origin: Origin,
    readonly lastResort: boolean,
  ) {}

  get dropped(): boolean {
    return this.strikes >= LAST_STRIKE;
  }

  ready(now: number): boolean {
    return !this.dropped && now >= this.notBefore;
  }

  /** Learns from a run; bytes and milliseconds are what it brought and took. */
  learn(result: RunResult, bytes: number, milliseconds: number, now: number): void {
    switch (result.kind) {
      case "complete":
        this.failures = 0;
        this.strikes = 0;
        this.speed = (bytes * 1000) / Math.max(1, milliseconds);
        return;
      case "stopped":
        return;
      case "wrong":
        this.strikes++;
        return;
      case "broken":
        return this.wait(now, undefined);
      case "refused":
        if (!mayChange(result.status)) {
          this.strikes++;
        }
        return this.wait(now, result.retryAfter);
    }
  }

  private wait(now: number, retryAfter: number | undefined): void {
    const growing = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** this.failures++);
    const told = retryAfter === undefined ? growing : Math.max(SHORTEST_WAIT, retryAfter * 1000);
    this.notBefore = now + Math.min(told, LONGEST_RETRY_AFTER);
  }
}

/** Whether the same request may be answered otherwise later. */
function mayChange(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}
