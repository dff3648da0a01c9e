package org.spillway.swarm.download;

import java.util.ArrayDeque;

/**
 * The memory of pieces that are put together. A piece takes that of an earlier one, because the JVM
 * would let the heap grow by several times what is in use otherwise. Guarded by the {@link
 * Download}.
 */
final class PieceBuffers {
  private final int length;
  private final int most;
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

  /**
   * @param length the length of a whole piece, in bytes
   * @param most the most pieces in use and to spare together
   */
  PieceBuffers(int length, int most) {
    this.length = length;
    this.most = most;
  }

  /** Returns memory for a piece, with any content. */
  byte[] take(int size) {
    byte[] known = size == length ? spare.poll() : null;
    return known == null ? new byte[size] : known;
  }

  /**
   * Takes back the memory of a piece into which nothing is written any more.
   *
   * @param used how many pieces are in use without it
   */
  void give(byte[] bytes, int used) {
    if (bytes.length == length && used + spare.size() < most) {
      spare.push(bytes);
    }
  }
}
