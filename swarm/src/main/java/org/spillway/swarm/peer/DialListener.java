package org.spillway.swarm.peer;

/**
 * Hears of one connection that was dialled. Called on an event loop; its methods must return at
 * once.
 */
public interface DialListener {
  /** Hears of nothing. */
  DialListener NONE = new DialListener() {};

  /** Tells that the peer has answered with its handshake. */
  default void connected() {}

  /**
   * Tells that the connection is about to end because there is another one to the same peer, which
   * stays.
   */
  default void connectedOtherwise() {}

  /**
   * Tells that the connection has ended, or could not be made.
   *
   * @param reason why, as the end of a sentence about the peer
   * @param fault whether to dial the peer again is useless, because it sent what it must not
   * @param useful whether the peer has given us anything that we need
   */
  default void ended(String reason, boolean fault, boolean useful) {}
}
