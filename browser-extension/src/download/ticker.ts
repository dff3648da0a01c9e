/** Calls back soon after something changed, and at most so often. */
export class Ticker {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -Infinity;

  constructor(
    private readonly every: number,
    private readonly tell: () => void,
  ) {}

  changed(): void {
    if (this.timer === undefined) {
      const wait = Math.max(0, this.last + this.every - performance.now());
      this.timer = setTimeout(() => this.now(), wait);
    }
  }

  /** Tells at once. */
  now(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.last = performance.now();
    this.tell();
  }
}
