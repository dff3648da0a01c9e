package org.spillway.swarm.lsd;

import java.nio.ByteBuffer;

/** Sends datagrams to the multicast group. */
@FunctionalInterface
public interface LsdOutput {
  /**
   * Sends one datagram to the group, or drops it.
   *
   * @param datagram the bytes, which are valid only during the call
   */
  void send(ByteBuffer datagram);
}
