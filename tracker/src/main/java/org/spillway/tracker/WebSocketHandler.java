package org.spillway.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.spillway.tracker.webtorrent.RequestReader;

/**
 * The WebSocket door (WebTorrent's protocol) for Jetty itself; within servlets, {@link
 * Tracker#servlet} has one. It answers requests to upgrade one path, over HTTP/1.1 (RFC 6455) and
 * HTTP/2 (RFC 8441), and leaves all others alone. Safe for use by many threads.
 *
 * <p>Pages of any origin may connect: the tracker is public and knows no cookies, and a peer learns
 * nothing here that it would not be told over HTTP. Extensions are declined: compressed messages
 * cost memory for each socket, and session descriptions are short.
 */
public final class WebSocketHandler extends Handler.Abstract.NonBlocking {
  private final WebSocketRequests requests;
  private final String path;
  private final WebSocketMappings webSockets = new WebSocketMappings();
  private final Configuration.ConfigurationCustomizer configuration =
      new Configuration.ConfigurationCustomizer();

  /**
   * Makes a door.
   *
   * @param tracker the tracker that has the swarms; it closes the sockets when it is closed
   * @param path the path within the context, such as {@code /announce}
   */
  public WebSocketHandler(Tracker tracker, String path) {
    this.requests = tracker.webSocketRequests();
    this.path = path;
    configuration.setMaxFrameSize(RequestReader.MAX_MESSAGE);
    // The tracker closes silent sockets itself; a timer for each would cost memory.
    configuration.setIdleTimeout(Duration.ZERO);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!requests.isEnabled()
        || !path.equals(Request.getPathInContext(request))
        || !isUpgrade(request)
        || !(request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress source)) {
      return false;
    }
    if (!requests.admits(source.getAddress())) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, TrackerServlet.RETRY_AFTER_SECONDS);
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
      return true;
    }
    var negotiator = new Negotiator(source.getAddress());
    return webSockets.upgrade(negotiator, request, response, callback, configuration);
  }

  private static boolean isUpgrade(Request request) {
    return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")
        || HttpMethod.CONNECT.is(request.getMethod());
  }

  private final class Negotiator implements WebSocketNegotiator {
    private final InetAddress source;

    Negotiator(InetAddress source) {
      this.source = source;
    }

    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      response.setExtensions(List.of());
      return new JettyWebSocket(requests, source);
    }
  }
}
