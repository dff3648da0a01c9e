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
 * A chain of folders that leads the world to a folder, or by links to a file, and whether it is
 * open. One look at it serves everything found there for a tenth of a second. Safe for use by many
 * threads.
 */
final class OpenPath {
  /** The time for which one look is enough, in nanoseconds. */
  static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

  private interface Look {
    boolean findsItOpen() throws IOException;
  }

  /** The path to the folder before; null at the root and for links. */
  private final @Nullable OpenPath before;

  private final Path end;
  private final Look look;

  /** The time at which the last look began that found it open, by {@link System#nanoTime}. */
  private volatile long lookedAt;

  /**
   * Makes a path.
   *
   * @param seen whether it was found open just now
   */
  private OpenPath(@Nullable OpenPath before, Path end, Look look, long now, boolean seen) {
    this.before = before;
    this.end = end;
    this.look = look;
    this.lookedAt = seen ? now : now - LOOK;
  }

  /** Returns the path to the root of a tree, whose own permissions do not count. */
  static OpenPath toRoot(TreePaths paths, Path realRoot, long now) {
    return new OpenPath(null, realRoot, () -> paths.lookAtRoot().equals(realRoot), now, false);
  }

  /** Returns the path one folder further; the name may turn out not to be a folder. */
  OpenPath into(String name, long now) {
    Path folder = end.resolve(name);
    return new OpenPath(this, folder, () -> worldMayEnter(folder), now, false);
  }

  /** Returns the path to the place that links were just found to lead to. */
  static OpenPath byLinks(TreePaths paths, String path, Path real, long now) {
    return new OpenPath(
        null, real, () -> paths.locate(path).filter(real::equals).isPresent(), now, true);
  }

  /** Returns whether it is a folder, and no link, that the world may enter. */
  private static boolean worldMayEnter(Path folder) throws IOException {
    var attributes = Files.readAttributes(folder, PosixFileAttributes.class, NOFOLLOW_LINKS);
    return attributes.isDirectory()
        && attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  /** Returns the real path of the folder or file it leads to. */
  Path end() {
    return end;
  }

  /**
   * Returns whether the world can follow it. Looks again if the last look is too long ago.
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
