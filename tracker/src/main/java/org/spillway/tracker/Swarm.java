package org.spillway.tracker;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongConsumer;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;

/** The peers of one torrent and one family. For one thread at a time. */
final class Swarm {
  /**
   * The time in seconds for which the number of downloads is remembered of a swarm that all peers
   * have left.
   */
  private static final int MEMORY_SECONDS = 24 * 60 * 60;

  private final AddressFamily family;
  private final int peersPerAddress;
  private final PeerTable seeders;
  private final PeerTable partialSeeds;
  private final PeerTable leechers;
  private int downloaded;
  private long lastAnnounce;

  /**
   * Makes an empty swarm.
   *
   * @param hashKey the key of the hash, which peers do not know
   * @param peersPerAddress the most peers of one address; 0 sets no limit
   */
  Swarm(AddressFamily family, long hashKey, int peersPerAddress) {
    this.family = family;
    this.peersPerAddress = peersPerAddress;
    var order = peersPerAddress == 0 ? PeerTable.Order.BY_PEER : PeerTable.Order.BY_HOST;
    this.seeders = new PeerTable(family, hashKey, order);
    this.partialSeeds = new PeerTable(family, hashKey, order);
    this.leechers = new PeerTable(family, hashKey, order);
  }

  private List<PeerTable> tables() {
    return List.of(seeders, partialSeeds, leechers);
  }

  boolean holds(PeerAddress peer) {
    return seeders.holds(peer) || leechers.holds(peer) || partialSeeds.holds(peer);
  }

  /** Returns whether the peer's address has room for another peer here. */
  boolean admits(PeerAddress peer) {
    return peersPerAddress == 0
        || tables().stream().mapToInt(table -> table.ofSameHost(peer)).sum() < peersPerAddress;
  }

  /** Adds the peer, renews it or, if it stopped, removes it. */
  void enter(Announcement announcement, long seconds) {
    lastAnnounce = seconds;
    var peer = announcement.peer();
    if (announcement.event() == AnnounceEvent.STOPPED) {
      tables().forEach(table -> table.remove(peer));
      return;
    }
    var table = tableOf(announcement);
    tables().stream().filter(other -> other != table).forEach(other -> other.remove(peer));
    boolean isNew = table.put(peer, seconds);
    boolean completed = announcement.seeder() && announcement.event() == AnnounceEvent.COMPLETED;
    if (isNew && completed) {
      downloaded++;
    }
  }

  private PeerTable tableOf(Announcement announcement) {
    if (announcement.seeder()) {
      return seeders;
    }
    return announcement.isPartialSeed() ? partialSeeds : leechers;
  }

  /** Chooses others for a peer, which need not be in here; see {@link SwarmStore#announce}. */
  void choose(Announcement announcement, ByteBuffer out) {
    if (announcement.event() == AnnounceEvent.STOPPED) {
      return;
    }
    int start = out.position();
    var peer = announcement.peer();
    var hosts = new HostCounts(Math.min(room(out), size()));
    if (announcement.isDownloader()) {
      int room = Math.min(room(out), size());
      seeders.choose(share(seeders, room), peer, out, hosts);
      partialSeeds.choose(Math.min(share(partialSeeds, room), room(out)), peer, out, hosts);
    }
    leechers.choose(room(out), peer, out, hosts);
    if (hosts.hasRefused() && room(out) > 0) {
      fill(announcement, out, start);
    }
  }

  /** Fills the room that is left with further peers of hosts that are in the answer already. */
  private void fill(Announcement announcement, ByteBuffer out, int start) {
    var peer = announcement.peer();
    if (announcement.isDownloader()) {
      seeders.chooseMore(room(out), peer, out, start);
      partialSeeds.chooseMore(room(out), peer, out, start);
    }
    leechers.chooseMore(room(out), peer, out, start);
  }

  /** Returns a share in proportion to the numbers, but at least one. */
  private int share(PeerTable table, int room) {
    return size() == 0 ? 0 : (int) (((long) room * table.size() + size() - 1) / size());
  }

  private int room(ByteBuffer out) {
    return out.remaining() / family.compactLength();
  }

  /**
   * @param dropped hears of the host of each peer whose time is over
   */
  void expire(long seconds, int timeout, LongConsumer dropped) {
    tables().forEach(table -> table.expire(seconds, timeout, dropped));
  }

  boolean isForgotten(long seconds) {
    return size() == 0 && (downloaded == 0 || seconds - lastAnnounce > MEMORY_SECONDS);
  }

  int size() {
    return seeders.size() + partialSeeds.size() + leechers.size();
  }

  SwarmCounts counts() {
    int downloaders = leechers.size();
    return new SwarmCounts(
        seeders.size(), downloaded, downloaders + partialSeeds.size(), downloaders);
  }
}
