package org.spillway.swarm.utp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sends datagrams. */
@FunctionalInterface
public interface UtpOutput {
  /**
   * Sends one datagram, or drops it.
   *
   * @param datagram the bytes, which are valid only during the call
   */
  void send(InetSocketAddress remote, ByteBuffer datagram);
}
