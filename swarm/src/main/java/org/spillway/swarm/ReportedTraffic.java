package org.spillway.swarm;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * Adds up what peers report to the tracker as uploaded and downloaded. These are claims: a peer may
 * say what it likes, and some report nothing. Safe for use by many threads.
 *
 * <p>A peer reports how much it has moved since it sent the event {@code started} (BEP 3), so only
 * the growth since its last announce counts. A smaller number with {@code started} comes from a
 * client that was started again, and counts from zero. A smaller number without it is an old
 * announce that was overtaken, perhaps by one at the tracker's other door, and does not count. What
 * a peer moved before it is first heard of, without {@code started}, does not count either, because
 * it may have been counted before.
 */
public final class ReportedTraffic {
  /**
   * The most peers that are remembered; beyond them, the peer whose last announce is the oldest is
   * forgotten.
   */
  static final int PEERS = 100_000;

  /**
   * The most swarms that have numbers of their own; peers of later ones count in the total only.
   */
  static final int SWARMS = 100_000;

  /**
   * The most bytes that a peer moves between two announces, 1 PiB; larger numbers are not believed.
   */
  static final long MOST_GROWTH = 1L << 50;

  private record Peer(InfoHash swarmHash, PeerId id) {}

  /** Guarded by {@code this}, as all fields below. */
  private final LinkedHashMap<Peer, ReportedBytes> last = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<InfoHash, ReportedBytes> bySwarm = new HashMap<>();
  private ReportedBytes total = ReportedBytes.NONE;

  /**
   * Takes every announce of a peer, whatever its event is; an announce that comes twice counts
   * once.
   */
  public synchronized void announced(AnnounceRequest request) {
    var peer = new Peer(request.infoHash(), request.peerId());
    boolean started = request.event() == AnnounceEvent.STARTED;
    var reported = new ReportedBytes(request.uploaded(), request.downloaded());
    var before = last.getOrDefault(peer, started ? ReportedBytes.NONE : reported);
    remember(peer, started ? reported : larger(reported, before));
    count(
        peer.swarmHash(),
        new ReportedBytes(
            growth(before.uploaded(), reported.uploaded(), started),
            growth(before.downloaded(), reported.downloaded(), started)));
  }

  private static long growth(long before, long now, boolean started) {
    boolean anew = started && now < before;
    return Math.min(MOST_GROWTH, Math.max(0, anew ? now : now - before));
  }

  private static ReportedBytes larger(ReportedBytes one, ReportedBytes other) {
    return new ReportedBytes(
        Math.max(one.uploaded(), other.uploaded()), Math.max(one.downloaded(), other.downloaded()));
  }

  private void remember(Peer peer, ReportedBytes reported) {
    last.put(peer, reported);
    if (last.size() > PEERS) {
      last.remove(last.keySet().iterator().next());
    }
  }

  private void count(InfoHash swarmHash, ReportedBytes growth) {
    total = total.plus(growth);
    if (bySwarm.size() < SWARMS || bySwarm.containsKey(swarmHash)) {
      bySwarm.merge(swarmHash, growth, ReportedBytes::plus);
    }
  }

  /** Returns what all peers have reported since this object was made. */
  public synchronized ReportedBytes total() {
    return total;
  }

  /**
   * Returns what peers have reported, by the hash that they announce: a v1 infohash or a truncated
   * v2 infohash (BEP 52). Peers of a hybrid torrent come under either of its hashes.
   */
  public synchronized Map<InfoHash, ReportedBytes> bySwarm() {
    return Map.copyOf(bySwarm);
  }
}
