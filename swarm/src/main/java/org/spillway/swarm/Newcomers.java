package org.spillway.swarm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.spillway.torrent.InfoHash;

/**
 * Remembers clients that asked the web seed before they were seen in the swarm; torrent clients
 * begin with both at the same time. Safe for use by many threads.
 */
final class Newcomers {
  private static final int REMEMBERED = 10_000;
  private static final Duration FORGET = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;

  /** The times at which clients first asked, oldest first. */
  private final Map<Newcomer, Long> first =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Newcomer, Long> eldest) {
          return size() > REMEMBERED || isOld(eldest.getValue());
        }
      };

  private record Newcomer(InfoHash swarmHash, Host host) {}

  Newcomers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Returns how long ago the client first asked for this torrent's file, as far as that is known.
   */
  synchronized Duration waited(InfoHash swarmHash, Host client) {
    long now = nanoTime.getAsLong();
    long since = first.computeIfAbsent(new Newcomer(swarmHash, client), unknown -> now);
    return Duration.ofNanos(now - since);
  }

  private boolean isOld(long time) {
    return nanoTime.getAsLong() - time > FORGET.toNanos();
  }
}
