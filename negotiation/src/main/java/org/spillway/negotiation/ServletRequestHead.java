package org.spillway.negotiation;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Objects;

/** A servlet request; the container has decoded its path, once. */
record ServletRequestHead(HttpServletRequest request, String method, String path)
    implements RequestHead {

  static ServletRequestHead of(HttpServletRequest request) {
    String pathInfo = request.getPathInfo();
    String servletPath = request.getServletPath();
    String path = pathInfo == null ? servletPath : servletPath + pathInfo;
    return new ServletRequestHead(request, request.getMethod(), path);
  }

  @Override
  public String query() {
    return Objects.requireNonNullElse(request.getQueryString(), "");
  }

  /** HTTP/2 has a pseudo-header for it. */
  @Override
  public String host() {
    return request.getServerName();
  }

  @Override
  public String origin() {
    // Without the field the container would name itself, after asking DNS perhaps.
    String host = field("Host");
    return host.isEmpty() ? "" : request.getScheme() + "://" + host;
  }

  @Override
  public String field(String name) {
    Enumeration<String> lines = request.getHeaders(name);
    if (lines == null || !lines.hasMoreElements()) {
      return "";
    }
    String first = lines.nextElement();
    return lines.hasMoreElements()
        ? first + ", " + String.join(", ", Collections.list(lines))
        : first;
  }

  @Override
  public String client() {
    return request.getRemoteAddr();
  }
}
