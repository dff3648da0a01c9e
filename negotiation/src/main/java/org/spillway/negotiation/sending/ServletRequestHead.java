package org.spillway.negotiation.sending;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Objects;
import java.util.Optional;
import org.spillway.negotiation.fields.PathSpelling;
import org.spillway.negotiation.fields.RequestHead;

/** A servlet request. Its path is what the container has decoded, but for odd spellings. */
public record ServletRequestHead(HttpServletRequest request, String method, String path)
    implements RequestHead {
  private static final String SESSION = ";jsessionid=";

  public static ServletRequestHead of(HttpServletRequest request) {
    String path = oddPath(request).orElseGet(() -> containersPath(request));
    return new ServletRequestHead(request, request.getMethod(), path);
  }

  /**
   * Containers differ in what they make of such a path, and some do not tell at all. Empty, which
   * is the path of nothing, if it leads out of the root.
   */
  private static Optional<String> oddPath(HttpServletRequest request) {
    String target = withoutSession(request.getRequestURI());
    String context = request.getContextPath();
    if (!target.startsWith(context + "/")
        || PathSpelling.isPlain(target.substring(context.length()))) {
      return Optional.empty();
    }
    var plain = PathSpelling.plain(target.substring(context.length()));
    return plain.isEmpty() ? Optional.of("") : PathSpelling.decoded(plain.get());
  }

  /** An application adds it to its links for clients that take no cookies. */
  private static String withoutSession(String target) {
    return target.contains(SESSION) ? target.replaceAll(SESSION + "[^/;]*", "") : target;
  }

  private static String containersPath(HttpServletRequest request) {
    String pathInfo = request.getPathInfo();
    String servletPath = request.getServletPath();
    return pathInfo == null ? servletPath : servletPath + pathInfo;
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
