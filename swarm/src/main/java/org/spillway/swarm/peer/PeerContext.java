package org.spillway.swarm.peer;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Host;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.torrent.PeerAddress;

/**
 * Holds what belongs to one connection. Used on its event loop only.
 *
 * @param dialled the address at which we dialled the peer; null if the peer connected to us
 */
record PeerContext(
    Channel channel,
    PeerConnection connection,
    MessageWriter writer,
    EngineContext engine,
    @Nullable PeerAddress dialled,
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

  /** Returns the address of the peer; that of loopback if it cannot be seen. */
  InetAddress address() {
    return channel.remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /** Returns the host of the peer; that of loopback if the address cannot be seen. */
  Host host() {
    return Host.of(address());
  }
}
