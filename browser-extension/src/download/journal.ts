/**
 * The journal of a download: which pieces were verified and written, in that order, as big-endian
 * 32-bit numbers. A mark says that all before it is on the disk; what follows the last mark may
 * have been lost with the machine, and is hashed again.
 */

const MARK = 0xffffffff;

export interface Journal {
  /** Pieces that are on the disk for certain. */
  readonly settled: readonly number[];
  /** Pieces that were written, but perhaps not to the disk. */
  readonly unsettled: readonly number[];
}

export function encodeEntry(piece: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, piece);
  return bytes;
}

export function encodeMark(): Uint8Array<ArrayBuffer> {
  return encodeEntry(MARK);
}

/** A journal that says the same in the fewest bytes. */
export function encodeJournal(settled: Iterable<number>): Uint8Array<ArrayBuffer> {
  const pieces = [...settled];
  const bytes = new Uint8Array(4 * (pieces.length + 1));
  const view = new DataView(bytes.buffer);
  pieces.forEach((piece, i) => view.setUint32(4 * i, piece));
  view.setUint32(4 * pieces.length, MARK);
  return bytes;
}

/** Reads a journal of a torrent of that many pieces; a torn end and impossible entries are left out. */
export function decodeJournal(bytes: Uint8Array, pieces: number): Journal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const settled: number[] = [];
  let unsettled: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const entry = view.getUint32(at);
    if (entry === MARK) {
      settled.push(...unsettled);
      unsettled = [];
    } else if (entry < pieces) {
      unsettled.push(entry);
    }
  }
  return { settled, unsettled };
}
