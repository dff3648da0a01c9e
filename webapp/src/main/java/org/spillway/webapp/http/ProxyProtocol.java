package org.spillway.webapp.http;

import java.net.InetSocketAddress;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.spillway.webapp.config.TrustedProxies;

/**
 * Takes a client's address from the header that a trusted proxy sends before the first byte of the
 * client (the PROXY protocol, versions 1 and 2). The bytes of others count as the client's own, so
 * that no address can be made up.
 */
final class ProxyProtocol extends ProxyConnectionFactory {
  private final TrustedProxies trusted;
  private final String next;

  /**
   * @param next the protocol after the proxy's header, and of connections without one
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
