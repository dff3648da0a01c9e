/** A set of pieces, as BEP 3's bitfield: bit 7 of byte 0 is piece 0. */
export class Pieces {
  readonly bits: Uint8Array<ArrayBuffer>;
  private counted = 0;

  constructor(readonly count: number) {
    this.bits = new Uint8Array(Math.ceil(count / 8));
  }

  static of(count: number, pieces: Iterable<number>): Pieces {
    const set = new Pieces(count);
    for (const piece of pieces) {
      set.add(piece);
    }
    return set;
  }

  static from(count: number, bits: Uint8Array): Pieces {
    const set = new Pieces(count);
    for (let piece = 0; piece < count; piece++) {
      if (((bits[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0) {
        set.add(piece);
      }
    }
    return set;
  }

  get size(): number {
    return this.counted;
  }

  get full(): boolean {
    return this.counted === this.count;
  }

  has(piece: number): boolean {
    return ((this.bits[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0;
  }

  /** Returns whether it was not there before. */
  add(piece: number): boolean {
    if (piece < 0 || piece >= this.count || this.has(piece)) {
      return false;
    }
    this.bits[piece >> 3]! |= 0x80 >> (piece & 7);
    this.counted++;
    return true;
  }

  *[Symbol.iterator](): IterableIterator<number> {
    for (let piece = 0; piece < this.count; piece++) {
      if (this.has(piece)) {
        yield piece;
      }
    }
  }
}
