package org.spillway.tracker;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;

/** Turns requests into WebSockets, where the servlet container can. */
interface ServletUpgrade {
  /** The container has no Jakarta WebSocket: the request is answered as any other. */
  ServletUpgrade NONE = (request, response, source) -> false;

  /** Returns false if nothing was done. */
  boolean upgrade(HttpServletRequest request, HttpServletResponse response, InetAddress source)
      throws IOException, ServletException;
}
