package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sends datagrams. */
@FunctionalInterface
public interface DhtOutput {
  /**
   * Sends one datagram, or drops it. The node must not be called meanwhile.
   *
   * @param remote an address of the family of the node
   * @param datagram the bytes, which are valid only during the call
   */
  void send(InetSocketAddress remote, ByteBuffer datagram);
}
