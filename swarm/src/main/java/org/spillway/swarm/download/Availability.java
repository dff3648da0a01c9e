package org.spillway.swarm.download;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Counts how many peers have each piece. Guarded by the {@link Download}. */
final class Availability {
  /**
   * The most pieces that are compared for one choice. The rarest of so many is rare enough, and a
   * torrent may have a million pieces.
   */
  private static final int COMPARED = 2048;

  private final int[] peers;

  /** The pieces that any peer has. */
  private final BitSet present = new BitSet();

  private final RandomGenerator random;

  Availability(int pieces, RandomGenerator random) {
    this.peers = new int[pieces];
    this.random = random;
  }

  void add(BitSet pieces) {
    pieces.stream().forEach(piece -> peers[piece]++);
    present.or(pieces);
  }

  void add(int piece) {
    peers[piece]++;
    present.set(piece);
  }

  void remove(BitSet pieces) {
    pieces.stream().forEach(this::remove);
  }

  void remove(int piece) {
    peers[piece]--;
    present.set(piece, peers[piece] > 0);
  }

  /** Returns the pieces that any peer has; not a copy. */
  BitSet present() {
    return present;
  }

  int of(int piece) {
    return peers[piece];
  }

  /**
   * Returns a piece that is in both sets and that few peers have, by chance among equals; −1 if no
   * piece is in both.
   */
  int rarest(BitSet wanted, BitSet has) {
    var both = (BitSet) wanted.clone();
    both.and(has);
    if (both.isEmpty()) {
      return -1;
    }
    int best = next(both, random.nextInt(peers.length));
    int piece = best;
    for (int compared = Math.min(both.cardinality(), COMPARED); compared > 1; compared--) {
      piece = next(both, piece + 1);
      if (peers[piece] < peers[best]) {
        best = piece;
      }
    }
    return best;
  }

  /** Returns the first piece of the set from this one on, round and round. */
  private static int next(BitSet pieces, int from) {
    int next = pieces.nextSetBit(from);
    return next >= 0 ? next : pieces.nextSetBit(0);
  }
}
