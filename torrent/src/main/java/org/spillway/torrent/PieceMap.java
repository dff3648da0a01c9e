package org.spillway.torrent;

import java.util.ArrayList;
import java.util.List;

/**
 * Knows which bytes of which files each piece holds. In v1 the files stand one behind the other, in
 * v2 and in hybrids every file begins at a piece of its own (BEP 52). Immutable.
 */
final class PieceMap {
  private final List<TorrentFile> files;
  private final int pieceLength;

  /** The offset of each file, counted as if every piece had the full length. */
  private final long[] starts;

  private final boolean aligned;
  private final long end;

  /**
   * Makes a map.
   *
   * @param files the files, whose lengths together fit into a long
   * @param aligned whether every file begins at a piece of its own
   */
  PieceMap(List<TorrentFile> files, int pieceLength, boolean aligned) {
    this.files = files;
    this.pieceLength = pieceLength;
    this.aligned = aligned;
    this.starts = new long[files.size()];
    long offset = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = offset;
      long length = files.get(i).length();
      offset += aligned ? InfoFiles.pieces(length, pieceLength) * pieceLength : length;
    }
    this.end = offset;
  }

  /** Returns the index of the file that holds the first byte of the piece. */
  int firstFile(int piece) {
    return fileAt((long) piece * pieceLength);
  }

  /** Returns the number of the piece, counted from the first piece of its file in v2. */
  int pieceWithinFile(int piece) {
    return piece - (int) (starts[firstFile(piece)] / pieceLength);
  }

  /** Returns the last file that begins at the offset or before; files without content do not. */
  private int fileAt(long offset) {
    int low = 0;
    int high = starts.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= offset) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the length of a piece that exists, in bytes. */
  int size(int piece) {
    long start = (long) piece * pieceLength;
    return (int) Math.min(pieceLength, (aligned ? endOf(fileAt(start)) : end) - start);
  }

  private long endOf(int file) {
    return starts[file] + files.get(file).length();
  }

  List<FilePart> parts(int piece) {
    long at = (long) piece * pieceLength;
    long stop = at + size(piece);
    List<FilePart> parts = new ArrayList<>();
    for (int file = fileAt(at); at < stop; file++) {
      int length = (int) (Math.min(stop, endOf(file)) - at);
      if (length > 0) {
        parts.add(new FilePart(file, at - starts[file], length));
        at += length;
      }
    }
    return parts;
  }
}
