package org.spillway.torrent;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The address at which a peer accepts connections.
 *
 * @param address the IP address
 * @param port the port, 1 to 65535
 */
public record PeerAddress(InetAddress address, int port) {
  public PeerAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a peer's port must be 1 to 65535, was " + port);
    }
  }

  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(address, port);
  }

  /** Returns {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}. */
  @Override
  public String toString() {
    String host = address.getHostAddress();
    return (isIpv6() ? "[" + host + "]" : host) + ":" + port;
  }
}
