package org.spillway.swarm.torrents;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The pieces of a torrent that could be read once and cannot any more. Safe for use by many
 * threads.
 */
public final class WithdrawnPieces {
  private final BitSet pieces = new BitSet();

  /** The same pieces in the order in which they were withdrawn. */
  private final List<Integer> order = new ArrayList<>();

  /** Adds a piece; it stays withdrawn. */
  synchronized void add(int piece) {
    if (!pieces.get(piece)) {
      pieces.set(piece);
      order.add(piece);
    }
  }

  synchronized boolean has(int piece) {
    return pieces.get(piece);
  }

  /**
   * Returns the pieces that were withdrawn, in their order.
   *
   * @param after how many of them to leave out, which the caller knows already
   */
  public synchronized List<Integer> since(int after) {
    return after == order.size() ? List.of() : List.copyOf(order.subList(after, order.size()));
  }
}
