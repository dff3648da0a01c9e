package org.spillway.tracker;

import java.nio.ByteBuffer;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;

/** The peers of one torrent and one family. For one thread at a time. */
final class Swarm {
  /** So long is the number of downloads known of a swarm that everybody left. */
  private static final int MEMORY_SECONDS = 24 * 60 * 60;

  private final AddressFamily family;
  private final int peersPerAddress;
  private final PeerTable seeders;
  private final PeerTable leechers;
  private int downloaded;
  private long lastAnnounce;

  /**
   * @param peersPerAddress 0 for any number
   */
  Swarm(AddressFamily family, long hashKey, int peersPerAddress) {
    this.family = family;
    this.peersPerAddress = peersPerAddress;
    var order = peersPerAddress == 0 ? PeerTable.Order.BY_PEER : PeerTable.Order.BY_HOST;
    this.seeders = new PeerTable(family, hashKey, order);
    this.leechers = new PeerTable(family, hashKey, order);
  }

  boolean holds(PeerAddress peer) {
    return seeders.holds(peer) || leechers.holds(peer);
  }

  /** Whether its address has not as many peers here as one may have. */
  boolean admits(PeerAddress peer) {
    return peersPerAddress == 0
        || seeders.ofSameHost(peer) + leechers.ofSameHost(peer) < peersPerAddress;
  }

  /** Adds the peer, renews it or, if it stopped, removes it. */
  void enter(Announcement announcement, long seconds) {
    lastAnnounce = seconds;
    var peer = announcement.peer();
    if (announcement.event() == AnnounceEvent.STOPPED) {
      seeders.remove(peer);
      leechers.remove(peer);
    } else if (announcement.seeder()) {
      leechers.remove(peer);
      boolean isNew = seeders.put(peer, seconds);
      if (isNew && announcement.event() == AnnounceEvent.COMPLETED) {
        downloaded++;
      }
    } else {
      seeders.remove(peer);
      leechers.put(peer, seconds);
    }
  }

  /** Chooses others for a peer, which need not be in here. See {@link SwarmStore#announce}. */
  void choose(Announcement announcement, ByteBuffer out) {
    if (announcement.event() == AnnounceEvent.STOPPED || size() == 0) {
      return;
    }
    if (announcement.seeder()) {
      leechers.choose(room(out), announcement.peer(), out);
    } else {
      chooseForLeecher(announcement, out);
    }
  }

  /** Seeders and leechers in proportion to their numbers, but one seeder at least. */
  private void chooseForLeecher(Announcement announcement, ByteBuffer out) {
    int room = Math.min(room(out), size());
    int fromSeeders = (int) (((long) room * seeders.size() + size() - 1) / size());
    seeders.choose(fromSeeders, announcement.peer(), out);
    leechers.choose(room - fromSeeders, announcement.peer(), out);
  }

  private int room(ByteBuffer out) {
    return out.remaining() / family.compactLength();
  }

  void expire(long seconds, int timeout) {
    seeders.expire(seconds, timeout);
    leechers.expire(seconds, timeout);
  }

  boolean isForgotten(long seconds) {
    return size() == 0 && (downloaded == 0 || seconds - lastAnnounce > MEMORY_SECONDS);
  }

  int size() {
    return seeders.size() + leechers.size();
  }

  SwarmCounts counts() {
    return new SwarmCounts(seeders.size(), downloaded, leechers.size());
  }
}
