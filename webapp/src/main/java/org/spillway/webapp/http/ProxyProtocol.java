package org.spillway.webapp.http;

import java.net.InetSocketAddress;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.spillway.webapp.config.TrustedProxies;

/**
 * Takes a client's address from what a trusted proxy says before the first byte of the client (the
 * PROXY protocol, versions 1 and 2). To others it is not spoken: what they send is taken for the
 * client's own bytes, and no address can be made up.
 */
final class ProxyProtocol extends ProxyConnectionFactory {
  private final TrustedProxies trusted;
  private final String next;

  /**
   * @param next the protocol of what comes after the proxy's word, and of connections without it
   */
  ProxyProtocol(TrustedProxies trusted, String next) {
    super(next);
    this.trusted = trusted;
    this.next = next;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    boolean isTrusted =
        endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
            && trusted.contains(peer.getAddress());
    return isTrusted
        ? super.newConnection(connector, endPoint)
        : connector.getConnectionFactory(next).newConnection(connector, endPoint);
  }
}
