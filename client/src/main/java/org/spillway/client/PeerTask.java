package org.spillway.client;

import java.io.IOException;

/** What to do with a peer once hands are shaken; run by one thread for each peer. */
interface PeerTask {
  /** The bits of extensions that the task makes use of, for the handshake. */
  long reserved();

  /**
   * Talks to one peer until there is nothing more to get.
   *
   * @throws IOException if the peer is of no use any more
   */
  void run(PeerLink link) throws IOException, InterruptedException;
}
