package org.spillway.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The names of folders that were read lately, so that a folder is read only when it has changed,
 * and by one thread at a time. Safe for use by many threads.
 */
final class FolderCache {
  /** Reads all names in a folder, without those that are hidden. */
  interface Reader {
    NameList read(Path folder) throws IOException;
  }

  /** In bytes. */
  private static final long MOST = 64L * 1024 * 1024;

  private final Reader reader;
  private final Cache<Path, FolderNames> folders =
      Caffeine.newBuilder()
          .maximumWeight(MOST)
          .<Path, FolderNames>weigher((path, names) -> 512 + names.list().weight())
          .build();

  FolderCache(Reader reader) {
    this.reader = reader;
  }

  FolderNames names(Path folder) throws IOException {
    var status = FileStatus.of(folder);
    var known = folders.getIfPresent(folder);
    if (known != null && known.isGood(status, System.nanoTime())) {
      return known;
    }
    try {
      return folders
          .asMap()
          .compute(
              folder,
              (path, last) ->
                  last != null && last.isGood(status, System.nanoTime()) ? last : read(path));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private FolderNames read(Path folder) {
    try {
      var status = FileStatus.of(folder);
      boolean settled = status.nanosUntilSettled(FileStatus.now()) <= 0;
      var names = reader.read(folder);
      return new FolderNames(status, settled, System.nanoTime(), names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
