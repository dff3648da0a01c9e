package org.spillway.webapp.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Refuses requests of HTTP/1.0 that have a transfer coding, and closes their connections. A proxy
 * that knows no codings may see the end of such a request elsewhere, so that its body becomes a
 * request of its own: the framing must be treated as faulty (RFC 9112 §6.1).
 */
final class CodingCheck implements HttpConfiguration.Customizer {
  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    boolean isOld = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0;
    if (isOld && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      throw new BadFramingException("HTTP/1.0 has no transfer codings: use HTTP/1.1");
    }
    return request;
  }

  /** A request after which nothing on its connection can be believed. */
  static final class BadFramingException extends HttpException.RuntimeException {
    BadFramingException(String reason) {
      super(400, reason);
    }
  }
}
