package org.spillway.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.spillway.catalog.memory.CacheSize;
import org.spillway.catalog.source.SeenFile;
import org.spillway.catalog.version.GrowingFiles;

/**
 * Keeps the offers that were made lately, so that the next request for such a file costs one cheap
 * look at it, and gets the same offer. Safe for use by many threads.
 */
final class OfferCache {
  private record Known(Offer offer, SeenFile seen) {}

  /** The approximate limit in bytes. */
  private static final long MOST = 32L * 1024 * 1024;

  private final OfferedTorrents offered;
  private final GrowingFiles growing;
  private final Cache<String, Known> offers =
      Caffeine.newBuilder()
          // Its upkeep takes less time than to wake a thread for it.
          .executor(Runnable::run)
          .maximumWeight(CacheSize.of(MOST))
          .<String, Known>weigher((path, known) -> 768 + 4 * path.length())
          .build();

  OfferCache(OfferedTorrents offered, GrowingFiles growing) {
    this.offered = offered;
    this.growing = growing;
  }

  /**
   * Returns the offer of a path, if neither its file nor the knowledge about its torrent has
   * changed.
   */
  Optional<Offer> get(String path) {
    var known = offers.getIfPresent(path);
    if (known == null || !known.seen.isCurrent() || isOutdated(known.offer)) {
      return Optional.empty();
    }
    return Optional.of(known.offer);
  }

  /**
   * Returns whether its torrent has become known or was withdrawn since, or the file no longer
   * grows.
   */
  private boolean isOutdated(Offer offer) {
    return offered.has(offer.file()) != offer.isHashed()
        || (offer.isGrowing() && !growing.isGrowing(offer.file()));
  }

  void put(Offer offer, SeenFile seen) {
    offers.put(offer.path(), new Known(offer, seen));
  }

  /** Drops the offer of a path whose file was found to have changed. */
  void forget(String path) {
    offers.invalidate(path);
  }
}
