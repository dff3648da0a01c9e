package org.spillway.catalog.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the world comes to a folder, or by links to a file. One look at it serves all that is found
 * there for a tenth of a second. Safe for use by many threads.
 */
final class Way {
  /** How long one look is enough, in nanoseconds. */
  static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

  private interface Look {
    boolean findsItOpen() throws IOException;
  }

  /** Null where the way begins. */
  private final @Nullable Way before;

  private final Path end;
  private final Look look;

  /** When the last look began that found it open, by {@link System#nanoTime}. */
  private volatile long lookedAt;

  /**
   * @param seen whether it was found open just now
   */
  private Way(@Nullable Way before, Path end, Look look, long now, boolean seen) {
    this.before = before;
    this.end = end;
    this.look = look;
    this.lookedAt = seen ? now : now - LOOK;
  }

  /** To the root of a tree, whose own permissions do not count. */
  static Way toRoot(TreePaths paths, Path realRoot, long now) {
    return new Way(null, realRoot, () -> paths.lookAtRoot().equals(realRoot), now, false);
  }

  /** On into a folder, which may turn out to be none. */
  Way into(String name, long now) {
    Path folder = end.resolve(name);
    return new Way(this, folder, () -> worldMayEnter(folder), now, false);
  }

  /** To where links lead to, as was just found out. */
  static Way byLinks(TreePaths paths, String path, Path real, long now) {
    return new Way(
        null, real, () -> paths.locate(path).filter(real::equals).isPresent(), now, true);
  }

  /** Without links. */
  private static boolean worldMayEnter(Path folder) throws IOException {
    var attributes = Files.readAttributes(folder, PosixFileAttributes.class, NOFOLLOW_LINKS);
    return attributes.isDirectory()
        && attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  /** Where it leads to. */
  Path end() {
    return end;
  }

  /**
   * Whether the world can go it. Looks again if the last look is too long ago.
   *
   * @param now by {@link System#nanoTime}
   */
  boolean isOpen(long now) {
    return (before == null || before.isOpen(now)) && (now - lookedAt < LOOK || lookAgain(now));
  }

  private boolean lookAgain(long now) {
    try {
      boolean open = look.findsItOpen();
      if (open) {
        lookedAt = now;
      }
      return open;
    } catch (IOException e) {
      return false;
    }
  }
}
