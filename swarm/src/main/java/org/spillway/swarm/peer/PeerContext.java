package org.spillway.swarm.peer;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.spillway.swarm.Host;

/** Holds what belongs to one connection. Used on its event loop only. */
record PeerContext(
    Channel channel,
    PeerConnection connection,
    MessageWriter writer,
    EngineContext engine,
    Parting parting) {

  /** Ends the connection for a reason. */
  interface Parting {
    /**
     * Ends the connection.
     *
     * @param reason the end of a sentence about the peer
     */
    void part(String reason);
  }

  void part(String reason) {
    parting.part(reason);
  }

  /** Returns the host of the peer; that of loopback if the address cannot be seen. */
  Host host() {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        ? Host.of(remote.getAddress())
        : Host.of(InetAddress.getLoopbackAddress());
  }
}
