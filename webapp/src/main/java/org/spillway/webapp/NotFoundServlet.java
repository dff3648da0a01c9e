package org.spillway.webapp;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What is behind the filter: nothing. */
final class NotFoundServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // A file can appear here, and then negotiate.
    response.setHeader("Vary", "Accept, Accept-Encoding");
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().println("404 Not Found");
  }
}
