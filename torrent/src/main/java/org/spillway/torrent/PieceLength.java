package org.spillway.torrent;

/**
 * Chooses how long the pieces of a file are: long enough that a .torrent of 1 GB stays near 10 KB
 * and fits one DNS record, and short enough that a web seed or a resumed download wastes little.
 */
public final class PieceLength {
  private static final int BLOCK = 16 * 1024;
  private static final int USUAL = 256 * 1024;
  private static final int LONGEST = 16 * 1024 * 1024;
  private static final long SMALL_FILE = 4L * 1024 * 1024;
  private static final int MOST_PIECES = 512;

  private PieceLength() {}

  /**
   * Returns the smallest power of two, from 256 KiB (16 KiB for files below 4 MiB) up to 16 MiB,
   * that gives at most 512 pieces; beyond 8 GiB there are more pieces.
   *
   * @param length the length of the file, in bytes
   */
  public static int forFile(long length) {
    int pieceLength = length < SMALL_FILE ? BLOCK : USUAL;
    while (pieceLength < LONGEST && length > (long) pieceLength * MOST_PIECES) {
      pieceLength *= 2;
    }
    return pieceLength;
  }

  /** Returns whether the length is a power of two from 16 KiB up, as BEP 52 demands. */
  static boolean isValidV2(long pieceLength) {
    return pieceLength >= BLOCK && Long.bitCount(pieceLength) == 1;
  }
}
