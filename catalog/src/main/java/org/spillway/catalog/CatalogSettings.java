package org.spillway.catalog;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.PathFilter;
import org.spillway.torrent.TorrentFormat;

/**
 * What is offered, and how. The globs of {@code include} and {@code exclude} are those of {@link
 * java.nio.file.FileSystem#getPathMatcher} over the paths of files without their leading slash; two
 * stars and a slash, where a name begins, also stand for no folder at all. Where links lead to must
 * be included and not excluded as well.
 *
 * @param root the folder or bucket whose files are offered
 * @param stateDir the folder in which hashes are kept; it belongs to one process at a time, and
 *     lies outside of {@code root}
 * @param recheck how often the whole tree is compared with what is offered; the longest time that a
 *     file goes on being offered after the world lost access to it; 365 days at most. In a bucket
 *     it costs a request for each object
 * @param hashThreads how many files are hashed at a time
 * @param include globs of the files that are offered; nothing else is
 * @param exclude globs of what is not offered nevertheless; one that matches a folder excludes all
 *     that is below it
 * @param confirmEmpty whether a root in which nothing is left of what was offered was emptied on
 *     purpose, so that all of it is withdrawn; otherwise that is an outage. A root that cannot be
 *     read is an outage in any case
 */
@RecordBuilder
public record CatalogSettings(
    ContentRoot root,
    Path stateDir,
    TorrentFormat format,
    Duration recheck,
    int hashThreads,
    List<String> include,
    List<String> exclude,
    boolean confirmEmpty)
    implements CatalogSettingsBuilder.With {

  private static final Duration MAX_RECHECK = Duration.ofDays(365);

  /**
   * @throws IllegalArgumentException for a value that cannot be; names its field
   */
  public CatalogSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    var unused = new PathFilter(include, exclude);
    if (recheck.isNegative() || recheck.isZero()) {
      throw new IllegalArgumentException("recheck must be greater than 0, was " + recheck);
    }
    if (recheck.compareTo(MAX_RECHECK) > 0) {
      throw new IllegalArgumentException("recheck must be at most 365 days, was " + recheck);
    }
    if (hashThreads < 1) {
      throw new IllegalArgumentException("hashThreads must be 1 or more, was " + hashThreads);
    }
    boolean within =
        root instanceof ContentRoot.Folder folder
            && stateDir
                .toAbsolutePath()
                .normalize()
                .startsWith(folder.path().toAbsolutePath().normalize());
    if (within) {
      throw new IllegalArgumentException(
          "stateDir must not lie within the root " + root + ", was " + stateDir);
    }
  }

  /**
   * Nothing is offered but what {@link #withInclude} names: version 1 torrents, a look at the tree
   * each minute, a hashing thread for each processor.
   */
  public static CatalogSettings of(Path root, Path stateDir) {
    return of(new ContentRoot.Folder(root), stateDir);
  }

  /** Returns settings like {@link #of(Path, Path)} for content from anywhere. */
  public static CatalogSettings of(ContentRoot root, Path stateDir) {
    return new CatalogSettings(
        root,
        stateDir,
        TorrentFormat.V1,
        Duration.ofMinutes(1),
        Runtime.getRuntime().availableProcessors(),
        List.of(),
        List.of(),
        false);
  }

  /** Returns these settings with other globs of what is offered. */
  public CatalogSettings withInclude(String... globs) {
    return withInclude(List.of(globs));
  }

  /** Returns these settings with other globs of what is not offered. */
  public CatalogSettings withExclude(String... globs) {
    return withExclude(List.of(globs));
  }

  PathFilter filter() {
    return new PathFilter(include, exclude);
  }
}
