/** Reads whole pieces and keeps the last ones, since peers ask for one block of a piece after the other. */
export class PieceCache {
  /** In the order of their last use. */
  private readonly pieces = new Map<number, Promise<Uint8Array>>();
  private readonly most: number;

  /**
   * @param read reads a whole piece
   * @param bytes how much may be kept; at least one piece is
   */
  constructor(
    private readonly read: (piece: number) => Promise<Uint8Array>,
    pieceLength: number,
    bytes: number,
  ) {
    this.most = Math.max(1, Math.floor(bytes / pieceLength));
  }

  async get(piece: number, begin: number, length: number): Promise<Uint8Array> {
    const known = this.pieces.get(piece) ?? this.read(piece);
    this.pieces.delete(piece);
    this.pieces.set(piece, known);
    for (const oldest of this.pieces.keys()) {
      if (this.pieces.size <= this.most) {
        break;
      }
      this.pieces.delete(oldest);
    }
    try {
      return (await known).subarray(begin, begin + length);
    } catch (error) {
      this.pieces.delete(piece);
      throw error;
    }
  }
}
