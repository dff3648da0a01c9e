package org.spillway.catalog.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The result of one look at a file's inode (stat(2)).
 *
 * @param mode file type and permissions
 * @param length the length in bytes
 * @param modified when the content changed, in nanoseconds since 1970; a program can set it to
 *     anything
 * @param changed when the content or anything else in the inode changed, in nanoseconds since 1970;
 *     only the system sets it, so that it shows a write whose modification time was put back
 * @param links the number of names that lead to the file
 * @param key tells the inode from those of all file systems
 */
record FileStatus(
    int mode, long length, long modified, long changed, long inode, int links, Object key) {
  private static final String ATTRIBUTES =
      "unix:mode,size,lastModifiedTime,ctime,ino,nlink,fileKey";

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final int OTHERS_READ = 04;
  private static final int OTHERS_EXECUTE = 01;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * The time after which the clocks of the usual file systems have ticked, which they do every 10
   * ms.
   */
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

  /** Looks at a path without following a link at its end. */
  static FileStatus of(Path path) throws IOException {
    Map<String, Object> values = Files.readAttributes(path, ATTRIBUTES, NOFOLLOW_LINKS);
    return new FileStatus(
        (int) get(values, "mode"),
        (long) get(values, "size"),
        nanos(get(values, "lastModifiedTime")),
        nanos(get(values, "ctime")),
        (long) get(values, "ino"),
        (int) get(values, "nlink"),
        get(values, "fileKey"));
  }

  private static Object get(Map<String, Object> values, String name) throws IOException {
    Object value = values.get(name);
    if (value == null) {
      throw new IOException("the file system does not tell " + name);
    }
    return value;
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }

  /** Returns the time in nanoseconds since 1970, by the clock that file systems use. */
  static long now() {
    var now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  boolean isRegularFile() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  boolean worldMayRead() {
    return (mode & OTHERS_READ) != 0;
  }

  /** Returns whether the world may enter this folder. */
  boolean worldMayEnter() {
    return (mode & OTHERS_EXECUTE) != 0;
  }

  Instant lastModified() {
    return Instant.ofEpochSecond(Math.floorDiv(modified, SECOND), Math.floorMod(modified, SECOND));
  }

  /**
   * Returns a text that differs after every change of the content, if the change came after the
   * file was settled.
   */
  String version() {
    return new FileVersion(length, modified, changed, inode).toString();
  }

  /**
   * Returns for how many nanoseconds another change could hide behind the same version, because the
   * clocks of file systems tick, in old ones once a second. The result is 0 or less if that time is
   * over.
   *
   * @param now in nanoseconds since 1970
   */
  long nanosUntilSettled(long now) {
    long tick = changed % SECOND == 0 ? SECOND : TICK;
    // A time in the future comes from a clock that was wrong, and says nothing.
    return changed > now ? 0 : changed + tick - now;
  }

  /** Waits until a further change would show in another status. */
  void awaitSettled() {
    long left = nanosUntilSettled(now());
    // An interrupted thread cannot read from a channel anyway.
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = nanosUntilSettled(now());
    }
  }
}
