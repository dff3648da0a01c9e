package org.spillway.tracker;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;

/** Turns requests into WebSockets, where the servlet container can do that. */
interface ServletUpgrade {
  /**
   * Upgrades nothing, because the container has no Jakarta WebSocket; the request is answered like
   * any other.
   */
  ServletUpgrade NONE = (request, response, source) -> false;

  /** Upgrades the request, or returns false if nothing was done. */
  boolean upgrade(HttpServletRequest request, HttpServletResponse response, InetAddress source)
      throws IOException, ServletException;
}
