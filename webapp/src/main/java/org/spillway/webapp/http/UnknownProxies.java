package org.spillway.webapp.http;

import static java.lang.System.Logger.Level.WARNING;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.TrustedProxies;

/**
 * Warns the operator once of a proxy nearby that names its clients and is not trusted: all of them
 * count as one client then, for limits and in swarms. What strangers elsewhere send is no reason to
 * warn.
 */
final class UnknownProxies implements HttpConfiguration.Customizer {
  private static final System.Logger log = System.getLogger(UnknownProxies.class.getName());

  private final TrustedProxies trusted;
  private final AtomicBoolean told = new AtomicBoolean();

  UnknownProxies(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    var fields = request.getHeaders();
    boolean isForwarded =
        fields.contains(HttpHeader.X_FORWARDED_FOR) || fields.contains(HttpHeader.FORWARDED);
    var remote = request.getConnectionMetaData().getRemoteSocketAddress();
    if (isForwarded && !told.get() && remote instanceof InetSocketAddress peer) {
      consider(peer.getAddress());
    }
    return request;
  }

  private void consider(InetAddress peer) {
    boolean isNear = peer.isLoopbackAddress() || peer.isSiteLocalAddress();
    if (isNear && !trusted.contains(peer) && !told.getAndSet(true)) {
      log.log(
          WARNING,
          "a proxy at {0} names its clients, but {1} does not have it, so that all of them count as"
              + " one client; add {0} if the proxy is yours",
          peer.getHostAddress(),
          HttpConfig.TRUSTED_PROXIES);
    }
  }
}
