/** Nobody was sent anything for so long, in milliseconds: nobody is in the middle of a download. */
const QUIET = 10_000;

/** Those who still download get so long, in milliseconds. */
const LATEST = 5 * 60_000;

/** Calls back after some milliseconds; returns what prevents that. */
export type Later = (act: () => void, milliseconds: number) => () => void;

const later: Later = (act, milliseconds) => {
  const timer = setTimeout(act, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * Ends the sharing of a file once a limit is reached, but not before those who are downloading have
 * got it: whoever passes a file on exactly once would else leave before its last blocks arrived.
 */
export class SharingEnd {
  private stopWaiting: (() => void) | undefined;
  private stopLast: (() => void) | undefined;

  constructor(
    private readonly end: () => void,
    private readonly timer: Later = later,
  ) {}

  /** The limit is reached; further calls change nothing. */
  reached(): void {
    if (this.stopLast === undefined) {
      this.stopLast = this.timer(() => this.finish(), LATEST);
      this.wait();
    }
  }

  /** Something was sent. */
  sent(): void {
    if (this.stopLast !== undefined) {
      this.wait();
    }
  }

  /** The sharing ended for another reason. */
  cancel(): void {
    this.stopWaiting?.();
    this.stopLast?.();
    this.stopWaiting = undefined;
    this.stopLast = undefined;
  }

  private wait(): void {
    this.stopWaiting?.();
    this.stopWaiting = this.timer(() => this.finish(), QUIET);
  }

  private finish(): void {
    this.cancel();
    this.end();
  }
}
