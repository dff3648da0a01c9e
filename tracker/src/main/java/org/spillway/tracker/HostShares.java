package org.spillway.tracker;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides who is listed when many want to be. As long as at most half of all places are taken,
 * anybody is. After that one host, which is an IPv4 address or an IPv6 /64, has a sixteenth of the
 * places of all swarms together, and our own torrents have a quarter more places than there are for
 * foreign ones. Safe for use by many threads.
 *
 * <p>The entries of hosts are counted by a hash of the host, so that the counts take the same
 * memory for any number of hosts. Hosts that share a count share its places, too; a host cannot
 * choose with whom.
 */
final class HostShares {
  private static final int COUNTS = 1 << 16;

  private static final int SHARE = 16;

  private final long most;
  private final long hashKey;
  private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTS);
  private final LongAdder total = new LongAdder();

  /**
   * @param most the number of places for foreign torrents
   * @param hashKey the key of the hash, which peers do not know
   */
  HostShares(long most, long hashKey) {
    this.most = most;
    this.hashKey = hashKey;
  }

  /**
   * Returns whether one more entry of a host finds a place.
   *
   * @param isOurs whether it is for one of our own torrents
   */
  boolean admits(long host, boolean isOurs) {
    long taken = total.sum();
    if (taken < most / 2) {
      return true;
    }
    long places = isOurs ? most + most / 4 : most;
    return taken < places && counts.get(index(host)) < Math.max(1, most / SHARE);
  }

  /** Counts entries of a host that came, or went if the number is negative. */
  void add(long host, int entries) {
    if (entries != 0) {
      counts.addAndGet(index(host), entries);
      total.add(entries);
    }
  }

  /** Returns the number of all entries. */
  long total() {
    return total.sum();
  }

  private int index(long host) {
    long product = (host ^ hashKey) * 0x9e3779b97f4a7c15L;
    return (int) (((product ^ (product >>> 29)) * 0xbf58476d1ce4e5b9L) >>> 48);
  }
}
