package org.spillway.webapp.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.spillway.webapp.config.Ports;

/**
 * Answers {@code /.well-known/spillway} with the ports that were taken, as the started line has
 * them.
 */
public final class WellKnownServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Ports ports;

  public WellKnownServlet(Ports ports) {
    this.ports = ports;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-cache");
    response.getWriter().println(ports.publicLine());
  }
}
