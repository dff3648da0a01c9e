package org.spillway.catalog.folder;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * The names in a folder, as of one look. Some lead to nothing that is shown, which is remembered
 * for a while, so that a page need not look at thousands of them again. Safe for use by many
 * threads.
 */
final class FolderNames {
  /**
   * The time until the names are read again, for each name; reading takes less than a twentieth of
   * it.
   */
  private static final long NANOS_UNTIL_READ_AGAIN = TimeUnit.MICROSECONDS.toNanos(10);

  private static final long MOST_UNTIL_READ_AGAIN = TimeUnit.SECONDS.toNanos(1);

  /** The time for which each name stays left out; a look takes less than a twentieth of it. */
  private static final long NANOS_UNTIL_LOOKED_AT_AGAIN = TimeUnit.MICROSECONDS.toNanos(100);

  private static final long MOST_UNTIL_LOOKED_AT_AGAIN = TimeUnit.SECONDS.toNanos(10);

  private final FileStatus status;
  private final boolean settled;
  private final long readAt;
  private final NameList names;

  /** The names that were left out; guarded by itself. */
  private final BitSet passedOver = new BitSet();

  private long passedOverSince;

  /**
   * Makes the names of one look.
   *
   * @param status the status of the folder, from before the names were read
   * @param settled whether every later change of the folder shows in its status
   * @param readAt when the names were read, by {@link System#nanoTime}
   */
  FolderNames(FileStatus status, boolean settled, long readAt, NameList names) {
    this.status = status;
    this.settled = settled;
    this.readAt = readAt;
    this.names = names;
  }

  NameList list() {
    return names;
  }

  /**
   * Returns whether the names need not be read again: either the folder is unchanged, or it was
   * read so recently that reading it at each change would cost too much.
   */
  boolean isGood(FileStatus current, long nanoTime) {
    long pause = Math.min(MOST_UNTIL_READ_AGAIN, names.size() * NANOS_UNTIL_READ_AGAIN);
    return nanoTime - readAt < pause || (settled && current.equals(status));
  }

  /** Returns whether there was nothing to show when the name was looked at lately. */
  boolean isPassedOver(int index, long nanoTime) {
    synchronized (passedOver) {
      long pause =
          Math.min(
              MOST_UNTIL_LOOKED_AT_AGAIN, passedOver.cardinality() * NANOS_UNTIL_LOOKED_AT_AGAIN);
      if (nanoTime - passedOverSince >= pause) {
        passedOver.clear();
      }
      return passedOver.get(index);
    }
  }

  void passOver(int index, long nanoTime) {
    synchronized (passedOver) {
      if (passedOver.isEmpty()) {
        passedOverSince = nanoTime;
      }
      passedOver.set(index);
    }
  }
}
