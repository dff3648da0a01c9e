package org.spillway.tracker;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;

/** Turns requests into WebSockets, where the servlet container can. */
interface ServletUpgrade {
  /** Where Jakarta WebSocket 2.1 §6.4 has its container. */
  String CONTAINER = "jakarta.websocket.server.ServerContainer";

  /** The container has no Jakarta WebSocket: the request is answered as any other. */
  ServletUpgrade NONE = (request, response, source) -> false;

  /** Returns false if nothing was done. */
  boolean upgrade(HttpServletRequest request, HttpServletResponse response, InetAddress source)
      throws IOException, ServletException;

  /** Touches no class of Jakarta WebSocket where there is none. */
  static ServletUpgrade in(ServletContext context, WebSocketRequests requests) {
    var container = context.getAttribute(CONTAINER);
    return container == null || !requests.isEnabled()
        ? NONE
        : JakartaUpgrade.with(container, requests);
  }
}
