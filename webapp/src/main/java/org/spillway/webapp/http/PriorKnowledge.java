package org.spillway.webapp.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/2 without TLS with clients that begin with it (RFC 9113 §3.3). Requests to upgrade
 * from HTTP/1.1 are ignored: that way is obsolete (§3.1), and a proxy that passes on such a request
 * would not see the following ones.
 */
final class PriorKnowledge extends HTTP2CServerConnectionFactory {
  PriorKnowledge(HttpConfiguration configuration) {
    super(configuration);
  }

  @Override
  public @Nullable Connection upgradeConnection(
      Connector connector,
      EndPoint endPoint,
      MetaData.Request request,
      HttpFields.Mutable responseFields) {
    return HttpMethod.PRI.is(request.getMethod())
        ? super.upgradeConnection(connector, endPoint, request, responseFields)
        : null;
  }
}
