package org.spillway.client;

import java.io.IOException;

/** A task that runs after the handshake with a peer, on one thread for each peer. */
interface PeerTask {
  /** Returns the bits in the handshake of the extensions that the task uses. */
  long reserved();

  /**
   * Talks to one peer until there is nothing more to get.
   *
   * @throws IOException if the peer is no longer of use
   */
  void run(PeerLink link) throws IOException, InterruptedException;
}
