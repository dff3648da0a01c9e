package org.spillway.webapp.http;

import java.util.function.ToIntFunction;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.server.Request;

/**
 * Tells how many bytes clients let us send by the flow control of HTTP/2 (RFC 9113 §5.2): on the
 * stream of a request, and on its connection. Safe for use by many threads.
 */
final class SendWindows implements ToIntFunction<Request> {

  /** Returns the number of bytes, which may be negative (§6.9.2); HTTP/1.1 has no limit. */
  @Override
  public int applyAsInt(Request request) {
    if (!(request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection)) {
      return Integer.MAX_VALUE;
    }
    var session = connection.getSession();
    var stream = session.getStream(Integer.parseInt(request.getId()));
    return stream == null ? 0 : Math.min(stream.getSendWindow(), session.getSendWindow());
  }
}
