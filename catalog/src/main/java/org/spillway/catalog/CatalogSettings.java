package org.spillway.catalog;

import java.nio.file.Path;
import java.time.Duration;
import org.spillway.torrent.TorrentFormat;

/**
 * @param root whose files are offered
 * @param stateDir where hashes are kept; for one process at a time, outside of {@code root}
 * @param recheck how often the whole tree is compared with what is offered; the longest time that a
 *     file goes on being offered after the world lost access to it; 365 days at most
 * @param hashThreads how many files are hashed at a time
 */
public record CatalogSettings(
    ContentRoot root, Path stateDir, TorrentFormat format, Duration recheck, int hashThreads) {

  private static final Duration MAX_RECHECK = Duration.ofDays(365);

  public CatalogSettings {
    if (recheck.isNegative() || recheck.isZero()) {
      throw new IllegalArgumentException("catalog.recheck: longer than nothing, not " + recheck);
    }
    if (recheck.compareTo(MAX_RECHECK) > 0) {
      throw new IllegalArgumentException("catalog.recheck: 365 days at most, not " + recheck);
    }
    if (hashThreads < 1) {
      throw new IllegalArgumentException("catalog.hash-threads: 1 or more, not " + hashThreads);
    }
    boolean within =
        root instanceof ContentRoot.Folder folder
            && stateDir
                .toAbsolutePath()
                .normalize()
                .startsWith(folder.path().toAbsolutePath().normalize());
    if (within) {
      throw new IllegalArgumentException(
          "state-dir: " + stateDir + " must not lie within content.root, " + root);
    }
  }

  /** Version 1 torrents, a look at the tree each minute, a hashing thread for each processor. */
  public static CatalogSettings of(Path root, Path stateDir) {
    return of(new ContentRoot.Folder(root), stateDir);
  }

  /** As {@link #of(Path, Path)}, from anywhere. */
  public static CatalogSettings of(ContentRoot root, Path stateDir) {
    return new CatalogSettings(
        root,
        stateDir,
        TorrentFormat.V1,
        Duration.ofMinutes(1),
        Runtime.getRuntime().availableProcessors());
  }

  public CatalogSettings withFormat(TorrentFormat format) {
    return new CatalogSettings(root, stateDir, format, recheck, hashThreads);
  }

  public CatalogSettings withRecheck(Duration recheck) {
    return new CatalogSettings(root, stateDir, format, recheck, hashThreads);
  }

  public CatalogSettings withHashThreads(int hashThreads) {
    return new CatalogSettings(root, stateDir, format, recheck, hashThreads);
  }
}
