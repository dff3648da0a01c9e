package org.spillway.tracker;

/**
 * Counts the peers of each host in one answer, so that one host does not fill it. For one thread at
 * a time.
 */
final class HostCounts {
  /** The most peers of one host in an answer, as long as there are others. */
  static final int MOST = 2;

  private final long[] hosts;
  private final byte[] counts;
  private boolean refused;

  /**
   * @param peers the most peers that are counted
   */
  HostCounts(int peers) {
    int size = Integer.highestOneBit(Math.max(1, peers)) * 4;
    this.hosts = new long[size];
    this.counts = new byte[size];
  }

  /** Counts a peer of a host, and returns false if the answer has enough of that host. */
  boolean admits(long host) {
    int slot = (int) ((host * 0x9e3779b97f4a7c15L) >>> 32) & (hosts.length - 1);
    while (counts[slot] > 0 && hosts[slot] != host) {
      slot = (slot + 1) & (hosts.length - 1);
    }
    if (counts[slot] == MOST) {
      refused = true;
      return false;
    }
    hosts[slot] = host;
    counts[slot]++;
    return true;
  }

  /** Returns whether a peer was left out because there are others of its host. */
  boolean hasRefused() {
    return refused;
  }
}
