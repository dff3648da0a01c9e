package org.spillway.catalog.folder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the paths to folders of a tree that were used lately and need no links. Safe for use by
 * many threads.
 */
final class Ways {
  /** The approximate limit in bytes. */
  private static final long MOST = 16L * 1024 * 1024;

  private final TreePaths paths;
  private final Cache<String, Way> folders =
      Caffeine.newBuilder()
          // Its upkeep takes less time than to wake a thread for it.
          .executor(Runnable::run)
          .maximumWeight(MOST)
          .<String, Way>weigher((path, way) -> 512 + 4 * path.length())
          .build();

  Ways(TreePaths paths) {
    this.paths = paths;
  }

  /**
   * Returns the path to a folder, if it is open and needs no link.
   *
   * @param folder visible, without a slash at its end
   * @throws java.nio.file.InvalidPathException if the path cannot be one of the system
   */
  Optional<Way> to(String folder, long now) {
    var known = folders.getIfPresent(folder);
    if (known != null && known.isOpen(now)) {
      return Optional.of(known);
    }
    return fromRoot(folder, now);
  }

  private Optional<Way> fromRoot(String folder, long now) {
    var way = step("", now, () -> Way.toRoot(paths, paths.realRoot(), now));
    int start = 1;
    while (way.isPresent() && start < folder.length()) {
      int slash = folder.indexOf('/', start);
      int end = slash < 0 ? folder.length() : slash;
      String name = folder.substring(start, end);
      Way before = way.get();
      way = step(folder.substring(0, end), now, () -> before.into(name, now));
      start = end + 1;
    }
    return way;
  }

  private Optional<Way> step(String folder, long now, Supplier<Way> last) {
    var known = folders.getIfPresent(folder);
    if (known != null && known.isOpen(now)) {
      return Optional.of(known);
    }
    var way = last.get();
    if (!way.isOpen(now)) {
      folders.invalidate(folder);
      return Optional.empty();
    }
    folders.put(folder, way);
    return Optional.of(way);
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
