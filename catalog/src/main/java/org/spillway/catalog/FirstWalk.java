package org.spillway.catalog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Knows when everything that the first walk found has its torrent, or cannot have one. For the
 * thread that walks.
 */
final class FirstWalk {
  private final Runnable settled;

  /** One for the walk itself. */
  private final AtomicInteger left = new AtomicInteger(1);

  private boolean ended;

  /**
   * @param settled is run once, by the thread that made the last torrent or that walked
   */
  FirstWalk(Runnable settled) {
    this.settled = settled;
  }

  void found(CompletableFuture<OfferedTorrent> torrent) {
    if (!ended) {
      left.incrementAndGet();
      var unused = torrent.whenComplete((made, failure) -> done());
    }
  }

  /** Notes the end of a walk; every walk but the first is ignored. */
  void ended() {
    if (!ended) {
      ended = true;
      done();
    }
  }

  private void done() {
    if (left.decrementAndGet() == 0) {
      settled.run();
    }
  }
}
