package org.spillway.catalog.version;

/**
 * A run of pieces that follow each other.
 *
 * @param last the number of the last piece, which belongs to the run
 */
record PieceRun(int first, int last) {
  /**
   * Returns the pieces that some bytes lie in.
   *
   * @param position where the bytes begin, from 0
   * @param length the number of bytes, 1 or more
   */
  static PieceRun of(long position, int length, int pieceLength) {
    long end = position + length - 1;
    return new PieceRun((int) (position / pieceLength), (int) (end / pieceLength));
  }
}
