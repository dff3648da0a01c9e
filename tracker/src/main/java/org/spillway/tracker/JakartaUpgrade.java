package org.spillway.tracker;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** Opens WebSockets with Jakarta WebSocket 2.1, for pages of any origin. */
final class JakartaUpgrade implements ServletUpgrade {
  /**
   * The path in the endpoint's configuration, which has no effect: the servlet's mapping decides.
   */
  private static final String PATH = "/announce";

  private final ServerContainer container;
  private final WebSocketRequests requests;

  private JakartaUpgrade(ServerContainer container, WebSocketRequests requests) {
    this.container = container;
    this.requests = requests;
  }

  static ServletUpgrade with(Object container, WebSocketRequests requests) {
    return container instanceof ServerContainer ours ? new JakartaUpgrade(ours, requests) : NONE;
  }

  @Override
  public boolean upgrade(
      HttpServletRequest request, HttpServletResponse response, InetAddress source)
      throws IOException, ServletException {
    var config =
        ServerEndpointConfig.Builder.create(JakartaWebSocket.class, PATH)
            .configurator(new Sockets(source))
            .build();
    try {
      container.upgradeHttpToWebSocket(request, response, config, Map.of());
      return true;
    } catch (DeploymentException e) {
      throw new ServletException("the WebSocket could not be opened", e);
    }
  }

  private final class Sockets extends ServerEndpointConfig.Configurator {
    private final InetAddress source;

    Sockets(InetAddress source) {
      this.source = source;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(new JakartaWebSocket(requests, source));
    }

    @Override
    public boolean checkOrigin(String origin) {
      return true;
    }

    /** Declines all extensions: compressed messages would cost memory for each socket. */
    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }
  }
}
