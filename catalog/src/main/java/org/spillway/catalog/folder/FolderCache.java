package org.spillway.catalog.folder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.spillway.catalog.memory.CacheSize;

/**
 * The names of folders that were read lately, so that a folder is read only when it has changed,
 * and by one thread at a time. Safe for use by many threads.
 */
final class FolderCache {
  /** Reads all names in a folder, without those that are hidden. */
  interface Reader {
    NameList read(Path folder) throws IOException;
  }

  /** The limit of the cache, in bytes. */
  private static final long MOST = 64L * 1024 * 1024;

  /**
   * Identifies a list of names: names that lead to something by one path can lead to nothing by
   * another.
   */
  private record Key(String path, Path real) {}

  private final Reader reader;
  private final LongSupplier nanoTime;
  private final Cache<Key, FolderNames> folders =
      Caffeine.newBuilder()
          .maximumWeight(CacheSize.of(MOST))
          .<Key, FolderNames>weigher((key, names) -> 512 + names.list().weight())
          .build();

  /**
   * Makes an empty cache.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  FolderCache(Reader reader, LongSupplier nanoTime) {
    this.reader = reader;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the names in a folder.
   *
   * @param path the path by which the folder was asked for
   * @param real the real path of the folder
   */
  FolderNames names(String path, Path real) throws IOException {
    var key = new Key(path, real);
    var status = FileStatus.of(real);
    var known = folders.getIfPresent(key);
    if (known != null && known.isGood(status, nanoTime.getAsLong())) {
      return known;
    }
    try {
      return folders
          .asMap()
          .compute(
              key,
              (same, last) ->
                  last != null && last.isGood(status, nanoTime.getAsLong()) ? last : read(real));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private FolderNames read(Path folder) {
    try {
      var status = FileStatus.of(folder);
      boolean settled = status.nanosUntilSettled(FileStatus.now()) <= 0;
      var names = reader.read(folder);
      return new FolderNames(status, settled, nanoTime.getAsLong(), names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
