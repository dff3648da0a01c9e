package org.spillway.catalog.folder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Supplier;
import org.spillway.catalog.memory.CacheSize;

/**
 * Keeps the paths to folders of a tree that were used lately and need no links. Safe for use by
 * many threads.
 */
final class OpenPathCache {
  /** The approximate limit in bytes. */
  private static final long MOST = 16L * 1024 * 1024;

  private final TreePaths paths;
  private final Cache<String, OpenPath> folders =
      Caffeine.newBuilder()
          // The cache's upkeep takes less time than waking a thread for it.
          .executor(Runnable::run)
          .maximumWeight(CacheSize.of(MOST))
          .<String, OpenPath>weigher((path, openPath) -> 512 + 4 * path.length())
          .build();

  OpenPathCache(TreePaths paths) {
    this.paths = paths;
  }

  /**
   * Returns the path to a folder, if it is open and needs no link.
   *
   * @param folder visible, without a slash at its end
   * @throws java.nio.file.InvalidPathException if the system allows no such path
   */
  Optional<OpenPath> to(String folder, long now) {
    var known = folders.getIfPresent(folder);
    if (known != null && known.isOpen(now)) {
      return Optional.of(known);
    }
    return fromRoot(folder, now);
  }

  private Optional<OpenPath> fromRoot(String folder, long now) {
    var openPath = step("", now, () -> OpenPath.toRoot(paths, paths.realRoot(), now));
    int start = 1;
    while (openPath.isPresent() && start < folder.length()) {
      int slash = folder.indexOf('/', start);
      int end = slash < 0 ? folder.length() : slash;
      String name = folder.substring(start, end);
      OpenPath before = openPath.get();
      openPath = step(folder.substring(0, end), now, () -> before.into(name, now));
      start = end + 1;
    }
    return openPath;
  }

  private Optional<OpenPath> step(String folder, long now, Supplier<OpenPath> last) {
    var known = folders.getIfPresent(folder);
    if (known != null && known.isOpen(now)) {
      return Optional.of(known);
    }
    var openPath = last.get();
    if (!openPath.isOpen(now)) {
      folders.invalidate(folder);
      return Optional.empty();
    }
    folders.put(folder, openPath);
    return Optional.of(openPath);
  }

  /**
   * Forgets the folders of a path that was found closed, so that the next look checks each of them.
   */
  void forget(String path) {
    for (int end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
      folders.invalidate(path.substring(0, end));
    }
  }
}
