package org.spillway.swarm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.spillway.torrent.InfoHash;

/**
 * The hosts that announced themselves lately as leechers of each swarm. Safe for use by many
 * threads.
 */
final class Announcers {
  /** A leecher that is not connected to us counts as one for so long after an announce. */
  static final Duration LATELY = Duration.ofMinutes(1);

  private static final int SWARMS = 10_000;
  private static final int HOSTS_PER_SWARM = 1_000;

  private final LongSupplier nanoTime;
  private final Map<InfoHash, Map<Host, Long>> swarms = new ConcurrentHashMap<>();

  /** When the swarms without recent hosts were last forgotten. */
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

  /** To look at every swarm takes a moment: one announce in a while does so. */
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

  /** The host that announced itself least lately is forgotten when there are too many. */
  private static final class LatestHosts extends LinkedHashMap<Host, Long> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Host, Long> eldest) {
      return size() > HOSTS_PER_SWARM;
    }
  }
}
