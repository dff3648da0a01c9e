package org.spillway.catalog.folder;

import java.util.Optional;
import org.spillway.catalog.source.FileChange;

/**
 * The parts of a file's version. The device is left out, as its number can differ after a restart
 * of the machine.
 *
 * @param length the length in bytes
 * @param modified when the content changed, in nanoseconds since 1970
 * @param changed when anything in the inode changed, in nanoseconds since 1970
 */
record FileVersion(long length, long modified, long changed, long inode) {
  private static final int PARTS = 4;
  private static final int HEX = 16;

  /** Reads the text that {@link #toString} writes, and returns nothing for other texts. */
  private static Optional<FileVersion> parse(String version) {
    String[] parts = version.split("-", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FileVersion(number(parts[0]), number(parts[1]), number(parts[2]), number(parts[3])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long number(String hex) {
    return Long.parseUnsignedLong(hex, HEX);
  }

  static FileChange change(String before, String after) {
    if (before.equals(after)) {
      return FileChange.NONE;
    }
    return parse(before)
        .flatMap(older -> parse(after).map(older::changeTo))
        .orElse(FileChange.OTHER);
  }

  private FileChange changeTo(FileVersion newer) {
    if (inode != newer.inode || length > newer.length) {
      return FileChange.OTHER;
    }
    if (length < newer.length) {
      return FileChange.GROWTH;
    }
    return modified == newer.modified ? FileChange.METADATA : FileChange.TIME;
  }

  @Override
  public String toString() {
    return Long.toHexString(length)
        + '-'
        + Long.toHexString(modified)
        + '-'
        + Long.toHexString(changed)
        + '-'
        + Long.toHexString(inode);
  }
}
