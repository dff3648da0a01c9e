package org.spillway.swarm;

/**
 * Counts the pieces that are on their way to the peers of one host, so that a host keeps only as
 * many from others as it has shown to take. Guarded by the {@link Distribution}.
 */
final class HostClaims {
  /** The number of pieces on their way that count for a host that has taken none yet. */
  private static final int FIRST_PIECES = 2;

  /** The number of pieces more that count for each piece that the host has taken. */
  private static final int PER_TAKEN = 2;

  private int peers;
  private int counted;
  private int taken;

  void join() {
    peers++;
  }

  /** Notes that a peer has left; returns whether it was the last one of the host. */
  boolean leave() {
    peers--;
    return peers == 0;
  }

  /** Returns whether one more piece on its way counts as a copy, and counts it if so. */
  boolean claim() {
    boolean counts = counted < FIRST_PIECES + PER_TAKEN * taken;
    if (counts) {
      counted++;
    }
    return counts;
  }

  /** Notes that a piece that counted is not on its way any more. */
  void release() {
    counted--;
  }

  /** Notes that a peer has a piece of which it was sent blocks from here. */
  void took() {
    taken++;
  }
}
