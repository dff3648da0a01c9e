package org.spillway.torrent;

/**
 * Consecutive bytes of one file that belong to one piece.
 *
 * @param file the index of the file in {@link InfoDictionary#files()}
 * @param offset the offset of the first byte within the file
 * @param length the number of bytes, 1 or more
 */
public record FilePart(int file, long offset, int length) {
  public FilePart {
    if (file < 0 || offset < 0 || length <= 0) {
      throw new IllegalArgumentException(
          "%d bytes at %d of file %d: must be 1 or more of a file".formatted(length, offset, file));
    }
  }
}
