package org.spillway.swarm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.spillway.torrent.InfoHash;

/**
 * Remembers the hosts that lately announced themselves as leechers of each swarm. Safe for use by
 * many threads.
 */
final class Announcers {
  /** The time after its announce for which a leecher that is not connected to us counts as one. */
  static final Duration LATELY = Duration.ofMinutes(1);

  private static final int SWARMS = 10_000;
  private static final int HOSTS_PER_SWARM = 1_000;

  private final LongSupplier nanoTime;
  private final Map<InfoHash, Map<Host, Long>> swarms = new ConcurrentHashMap<>();

  /** The time when the swarms without recent hosts were last forgotten. */
  private final AtomicLong forgotten;

  Announcers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.forgotten = new AtomicLong(nanoTime.getAsLong() - LATELY.toNanos());
  }

  void announced(InfoHash swarmHash, Host host) {
    if (swarms.size() >= SWARMS && isTimeToForget()) {
      swarms.values().removeIf(this::isOld);
    }
    if (swarms.size() < SWARMS || swarms.containsKey(swarmHash)) {
      var hosts = swarms.computeIfAbsent(swarmHash, unknown -> new LatestHosts());
      synchronized (hosts) {
        hosts.remove(host);
        hosts.put(host, nanoTime.getAsLong());
      }
    }
  }

  /**
   * Returns whether to look at every swarm, which takes a moment, so that only one announce in a
   * while does it.
   */
  private boolean isTimeToForget() {
    long now = nanoTime.getAsLong();
    long last = forgotten.get();
    return now - last >= LATELY.toNanos() && forgotten.compareAndSet(last, now);
  }

  void left(InfoHash swarmHash, Host host) {
    var hosts = swarms.get(swarmHash);
    if (hosts != null) {
      synchronized (hosts) {
        hosts.remove(host);
      }
    }
  }

  boolean has(InfoHash swarmHash, Host host) {
    var hosts = swarms.getOrDefault(swarmHash, Map.of());
    synchronized (hosts) {
      var time = hosts.get(host);
      return time != null && isRecent(time);
    }
  }

  boolean hasOthers(InfoHash swarmHash, Host host) {
    var hosts = swarms.getOrDefault(swarmHash, Map.of());
    synchronized (hosts) {
      return hosts.entrySet().stream()
          .anyMatch(entry -> !entry.getKey().equals(host) && isRecent(entry.getValue()));
    }
  }

  private boolean isOld(Map<Host, Long> hosts) {
    synchronized (hosts) {
      return hosts.values().stream().noneMatch(this::isRecent);
    }
  }

  private boolean isRecent(long time) {
    return nanoTime.getAsLong() - time < LATELY.toNanos();
  }

  /** A map of limited size, which forgets the host whose last announce is the oldest. */
  private static final class LatestHosts extends LinkedHashMap<Host, Long> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Host, Long> eldest) {
      return size() > HOSTS_PER_SWARM;
    }
  }
}
