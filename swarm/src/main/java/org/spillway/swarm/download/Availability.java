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
  private final RandomGenerator random;

  Availability(int pieces, RandomGenerator random) {
    this.peers = new int[pieces];
    this.random = random;
  }

  void add(BitSet pieces) {
    pieces.stream().forEach(piece -> peers[piece]++);
  }

  void add(int piece) {
    peers[piece]++;
  }

  void remove(BitSet pieces) {
    pieces.stream().forEach(piece -> peers[piece]--);
  }

  int of(int piece) {
    return peers[piece];
  }

  /**
   * Returns a piece that is in both sets and that few peers have, by chance among equals; −1 if no
   * piece is in both.
   */
  int rarest(BitSet wanted, BitSet has) {
    int start = peers.length == 0 ? 0 : random.nextInt(peers.length);
    int best = rarest(wanted, has, start, peers.length, COMPARED);
    return best >= 0 ? best : rarest(wanted, has, 0, start, COMPARED);
  }

  private int rarest(BitSet wanted, BitSet has, int from, int to, int most) {
    int best = -1;
    int compared = 0;
    for (int i = wanted.nextSetBit(from); i >= 0 && i < to; i = wanted.nextSetBit(i + 1)) {
      if (has.get(i) && (best < 0 || peers[i] < peers[best])) {
        best = i;
      }
      compared++;
      if (compared >= most && best >= 0) {
        return best;
      }
    }
    return best;
  }
}
