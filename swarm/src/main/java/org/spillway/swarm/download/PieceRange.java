package org.spillway.swarm.download;

import org.spillway.torrent.InfoDictionary;

/**
 * Consecutive pieces.
 *
 * @param end the first piece after them
 */
public record PieceRange(int first, int end) {
  public static final PieceRange EMPTY = new PieceRange(0, 0);

  public PieceRange {
    if (first < 0 || end < first) {
      throw new IllegalArgumentException("pieces %d to %d".formatted(first, end));
    }
  }

  public static PieceRange all(InfoDictionary info) {
    return new PieceRange(0, info.pieceCount());
  }

  public boolean isEmpty() {
    return first == end;
  }

  /** Returns the offset of the first byte in the content. */
  public long start(InfoDictionary info) {
    return (long) first * info.pieceLength();
  }

  /** Returns the number of bytes in the pieces. */
  public long length(InfoDictionary info) {
    return Math.min(info.length(), (long) end * info.pieceLength()) - start(info);
  }
}
