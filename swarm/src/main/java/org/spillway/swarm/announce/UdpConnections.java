package org.spillway.swarm.announce;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps the connection ids of trackers for a minute (BEP 15), and those that are being asked for,
 * so that many torrents share one question. Used on one event loop.
 */
final class UdpConnections {
  static final Duration LIFETIME = Duration.ofMinutes(1);

  /** The most trackers that are remembered; the one that was asked first is forgotten early. */
  private static final int MOST = 1000;

  private final LongSupplier nanoTime;
  private final Map<InetSocketAddress, Connection> byTracker = new LinkedHashMap<>();

  /** A connection id that is there or will be, and the time at which it was asked for. */
  private record Connection(CompletableFuture<Long> id, long since) {}

  UdpConnections(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the connection id of a tracker.
   *
   * @param ask asks the tracker for one
   */
  CompletableFuture<Long> of(InetSocketAddress tracker, Supplier<CompletableFuture<Long>> ask) {
    long now = nanoTime.getAsLong();
    var known = byTracker.get(tracker);
    if (known != null && now - known.since < LIFETIME.toNanos()) {
      return known.id;
    }
    byTracker.remove(tracker);
    if (byTracker.size() >= MOST) {
      byTracker.remove(byTracker.keySet().iterator().next());
    }
    var asked = new Connection(ask.get(), now);
    byTracker.put(tracker, asked);
    var unused =
        asked.id.whenComplete(
            (id, problem) -> {
              if (problem != null) {
                byTracker.remove(tracker, asked);
              }
            });
    return asked.id;
  }

  /** Forgets the id of a tracker that may have been started anew. */
  void forget(InetSocketAddress tracker) {
    byTracker.remove(tracker);
  }
}
