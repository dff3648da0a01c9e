package org.spillway.swarm;

import java.util.BitSet;
import java.util.List;

/**
 * Decides what one connected peer is told of and may download. Safe for use by many threads.
 *
 * @see Leecher
 */
public interface PeerPolicy {
  /**
   * Returns the pieces that the peer is told of at first; {@link #nextOffers} names those that
   * follow.
   */
  BitSet greet();

  /**
   * Returns the pieces to tell the peer of now, by HAVE messages, each piece once. Must be called
   * when the peer told of a piece or asked for blocks, and about once a second.
   *
   * @param unchoked whether the peer may ask for blocks
   */
  List<Integer> nextOffers(boolean unchoked);

  /** Notes that the peer has a piece. */
  void has(int piece);

  /**
   * Notes that the peer does not have a piece any more (BEP 54). A policy that is about copies in
   * the swarm may go on to count it.
   */
  default void lacks(int piece) {}

  /** Returns whether the peer has every piece. */
  boolean isComplete();

  /**
   * Notes that the peer asks for a block, whether or not its piece was offered.
   *
   * @param length the length of the block, in bytes
   */
  void requested(int piece, int length);

  /** Notes that bytes of blocks were sent to the peer. */
  void sent(int bytes);

  /** Notes that bytes of blocks came from the peer. */
  default void received(int bytes) {}

  /** Returns the rate by which peers are compared for upload slots, in bytes a second. */
  double rate();

  /** Returns whether the peer may get blocks at all now. */
  boolean mayDownload();

  /** Returns whether the peer seems to pass nothing on to others. */
  boolean keepsToItself();

  /** Notes that the connection has ended. */
  void leave();
}
