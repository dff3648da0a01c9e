package org.spillway.catalog;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.spillway.catalog.source.Problem;
import org.spillway.torrent.InfoHash;

/**
 * Knows which torrents were offered before the start, as the state folder says, until the first
 * walk has looked at every file. A caller that finds a torrent here must look at its file. Safe for
 * use by many threads.
 */
final class EarlierTorrents implements CatalogListener {
  private static final System.Logger log = System.getLogger(EarlierTorrents.class.getName());

  /**
   * The longest time that a start waits for the state folder, which is enough to read tens of
   * thousands of torrents.
   */
  private static final Duration MOST = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private volatile Map<InfoHash, String> paths = Map.of();
  private volatile boolean settled;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  EarlierTorrents(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Reads what was offered, for {@link #MOST} at most.
   *
   * @param wanted which of it may be offered now
   */
  void load(TorrentStore store, Predicate<StoredTorrent> wanted) {
    Map<InfoHash, String> found = new HashMap<>();
    long start = nanoTime.getAsLong();
    try {
      store.forEachWhile(
          stored -> {
            if (wanted.test(stored)) {
              stored.swarmHashes().forEach(hash -> found.put(hash, stored.path()));
            }
            return nanoTime.getAsLong() - start < MOST.toNanos();
          });
    } catch (IOException e) {
      log.log(WARNING, "state-dir cannot be read: {0}", Problem.of(e));
    }
    paths = found;
    log.log(
        DEBUG,
        () -> found.size() + " infohashes read in " + (nanoTime.getAsLong() - start) + " ns");
  }

  /**
   * Returns the path of the file whose torrent was offered under this hash, or nothing after the
   * walk.
   */
  Optional<String> pathOf(InfoHash swarmHash) {
    return Optional.ofNullable(paths.get(swarmHash));
  }

  /** Returns whether all that the first walk found has its torrent, or cannot have one. */
  boolean isSettled() {
    return settled;
  }

  @Override
  public void offered(OfferedTorrent torrent) {}

  @Override
  public void withdrawn(TorrentKey key) {}

  /**
   * Forgets the torrents that are still not offered: their files are gone or must be hashed again.
   */
  @Override
  public void walked() {
    paths = Map.of();
  }

  @Override
  public void settled() {
    settled = true;
  }
}
