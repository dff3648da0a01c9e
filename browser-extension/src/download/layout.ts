/** How a file is cut into pieces. Sizes are in bytes. */
export interface Layout {
  readonly length: number;
  readonly pieceLength: number;
  /** The SHA-1 hashes of the pieces, 20 bytes each, one after the other. */
  readonly hashes: Uint8Array;
}

export const HASH_LENGTH = 20;

export function pieceCount(layout: Layout): number {
  return Math.ceil(layout.length / layout.pieceLength);
}

/** The length of a piece: the last one may be shorter. */
export function lengthOf(layout: Layout, piece: number): number {
  return Math.min(layout.pieceLength, layout.length - piece * layout.pieceLength);
}

/** Whether bytes are the piece that the torrent says. */
export async function isPiece(layout: Layout, piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
  const at = piece * HASH_LENGTH;
  return found.every((byte, i) => byte === layout.hashes[at + i]);
}
