package org.spillway.swarm.announce;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The trackers of a torrent in the order in which they are asked (BEP 12): tier after tier, and the
 * trackers of a tier in an order that is random at first; one that answers becomes the first of its
 * tier. Used on one event loop.
 */
final class TrackerTiers {
  /** The most trackers that are used; a torrent that names more is not believed. */
  static final int MOST_TRACKERS = 64;

  private final List<List<TieredTracker>> tiers;

  /**
   * @param urls the announce URLs; those of WebSocket trackers are left out
   */
  TrackerTiers(List<List<String>> urls, Random random) {
    List<List<TieredTracker>> all = new ArrayList<>();
    int room = MOST_TRACKERS;
    for (List<String> tier : urls) {
      var trackers =
          new ArrayList<>(
              tier.stream()
                  .filter(url -> !TrackerUrl.isWebSocket(url))
                  .distinct()
                  .limit(room)
                  .map(TieredTracker::new)
                  .toList());
      room -= trackers.size();
      Collections.shuffle(trackers, random);
      all.add(trackers);
    }
    this.tiers = all;
  }

  private Stream<TieredTracker> all() {
    return tiers.stream().flatMap(List::stream);
  }

  /** Returns the trackers that need not be left alone now, in order. */
  List<TieredTracker> thoseThatMayBeAsked(long now) {
    return all().filter(tracker -> tracker.nanosUntilRetry(now) <= 0).toList();
  }

  /** Returns how long to wait until a tracker may be asked, or nothing if there is no tracker. */
  Optional<Long> nanosUntilNext(long now) {
    return all().map(tracker -> tracker.nanosUntilRetry(now)).min(Long::compare);
  }

  /** Moves a tracker to the front of its tier. */
  void promote(TieredTracker tracker) {
    for (List<TieredTracker> tier : tiers) {
      if (tier.remove(tracker)) {
        tier.add(0, tracker);
      }
    }
  }

  List<TieredTracker> thoseThatKnowUs() {
    return all().filter(TieredTracker::knowsUs).toList();
  }

  /** Returns whether every tracker has failed, or there is none. */
  boolean haveAllFailed() {
    return all().allMatch(TieredTracker::hasFailed);
  }
}
