package org.spillway.tracker;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;

/**
 * Keeps swarms in this process's memory; they are gone when it ends. A swarm is only touched within
 * the map's own atomic operations, which lock its bucket and nothing else.
 */
final class MemorySwarmStore implements SwarmStore {
  private static final SwarmCounts NOBODY = new SwarmCounts(0, 0, 0);

  private final ConcurrentMap<InfoHash, Swarm> ipv4 = new ConcurrentHashMap<>();
  private final ConcurrentMap<InfoHash, Swarm> ipv6 = new ConcurrentHashMap<>();
  private final long hashKey = new SecureRandom().nextLong();
  private final HostShares shares;
  private final int timeout;
  private final TrackerLimits limits;
  private final LongSupplier clock;

  /**
   * Makes an empty store.
   *
   * @param timeout how long after its last announce a peer is dropped; at most 12 hours
   * @param limits the limits of what the store takes
   * @param clock a clock in seconds, from any moment on, that never runs backwards
   */
  MemorySwarmStore(Duration timeout, TrackerLimits limits, LongSupplier clock) {
    this.timeout = Math.toIntExact(timeout.toSeconds());
    this.limits = limits;
    this.shares = new HostShares(limits.peers(), hashKey);
    this.clock = clock;
  }

  @Override
  public SwarmCounts announce(Announcement announcement, ByteBuffer out) {
    var visit = new Announce(announcement, out);
    swarms(announcement.family()).compute(announcement.infoHash(), visit::at);
    return visit.counts;
  }

  private final class Announce {
    private final Announcement announcement;
    private final ByteBuffer out;
    private SwarmCounts counts = NOBODY;

    Announce(Announcement announcement, ByteBuffer out) {
      this.announcement = announcement;
      this.out = out;
    }

    @Nullable Swarm at(InfoHash infoHash, @Nullable Swarm known) {
      if (known == null && !announcement.isOurs() && swarmCount() >= limits.swarms()) {
        return null;
      }
      var swarm =
          known == null
              ? new Swarm(announcement.family(), hashKey, limits.peersPerAddress())
              : known;
      long seconds = clock.getAsLong();
      if (isListed(swarm)) {
        int before = swarm.size();
        swarm.enter(announcement, seconds);
        shares.add(announcement.host(), swarm.size() - before);
      }
      swarm.choose(announcement, out);
      counts = swarm.counts();
      return swarm.isForgotten(seconds) ? null : swarm;
    }

    /** Returns whether the peer is listed. A known peer may always renew itself, and leave. */
    private boolean isListed(Swarm swarm) {
      var peer = announcement.peer();
      if (!announcement.reachable()) {
        return false;
      }
      return announcement.event() == AnnounceEvent.STOPPED
          || swarm.holds(peer)
          || (shares.admits(announcement.host(), announcement.isOurs()) && swarm.admits(peer));
    }
  }

  @Override
  public void chooseOthers(Announcement announcement, ByteBuffer out) {
    swarms(announcement.family().other())
        .computeIfPresent(
            announcement.infoHash(),
            (key, swarm) -> {
              swarm.choose(announcement, out);
              return swarm;
            });
  }

  @Override
  public SwarmCounts scrape(InfoHash infoHash, AddressFamily family) {
    var counts = new SwarmCounts[] {NOBODY};
    swarms(family)
        .computeIfPresent(
            infoHash,
            (key, swarm) -> {
              counts[0] = swarm.counts();
              return swarm;
            });
    return counts[0];
  }

  @Override
  public void expire() {
    long seconds = clock.getAsLong();
    for (var swarms : List.of(ipv4, ipv6)) {
      for (InfoHash infoHash : swarms.keySet()) {
        swarms.computeIfPresent(infoHash, (key, swarm) -> expire(swarm, seconds));
      }
    }
  }

  private @Nullable Swarm expire(Swarm swarm, long seconds) {
    swarm.expire(seconds, timeout, host -> shares.add(host, -1));
    return swarm.isForgotten(seconds) ? null : swarm;
  }

  @Override
  public StoreSize size() {
    return new StoreSize(shares.total(), swarmCount());
  }

  private long swarmCount() {
    return (long) ipv4.size() + ipv6.size();
  }

  @Override
  public void close() {
    ipv4.clear();
    ipv6.clear();
  }

  private ConcurrentMap<InfoHash, Swarm> swarms(AddressFamily family) {
    return family == AddressFamily.IPV4 ? ipv4 : ipv6;
  }
}
