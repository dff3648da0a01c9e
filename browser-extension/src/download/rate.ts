/** Bytes a second over the last seconds. */
export class Rate {
  private readonly marks: { at: number; bytes: number }[] = [];

  /** @param window over how many milliseconds */
  constructor(
    private readonly now: () => number,
    private readonly window = 5000,
  ) {}

  add(bytes: number): void {
    const at = this.now();
    const last = this.marks.at(-1);
    if (last !== undefined && at - last.at < 100) {
      last.bytes += bytes;
    } else {
      this.marks.push({ at, bytes });
    }
    this.forget(at);
  }

  get(): number {
    const at = this.now();
    this.forget(at);
    const first = this.marks[0];
    if (first === undefined) {
      return 0;
    }
    const bytes = this.marks.reduce((sum, mark) => sum + mark.bytes, 0);
    return Math.round((bytes * 1000) / Math.max(1000, at - first.at));
  }

  private forget(at: number): void {
    while (this.marks[0] !== undefined && at - this.marks[0].at > this.window) {
      this.marks.shift();
    }
  }
}
