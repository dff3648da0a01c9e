/** Most buffers that are kept for later: as many as all requests of a download need at once. */
const MOST = 8;

/** Buffers of the length of a piece, used again and again: the collector would be too slow for them. */
export class Buffers {
  private readonly spare: ArrayBuffer[] = [];

  constructor(private readonly length: number) {}

  take(): ArrayBuffer {
    return this.spare.pop() ?? new ArrayBuffer(this.length);
  }

  /** Takes a buffer back, unless it was given away meanwhile. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === this.length && this.spare.length < MOST) {
      this.spare.push(buffer);
    }
  }
}
