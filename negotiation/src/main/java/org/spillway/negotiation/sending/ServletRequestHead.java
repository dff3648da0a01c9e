package org.spillway.negotiation.sending;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Objects;
import java.util.Optional;
import org.spillway.negotiation.fields.PathNormalization;
import org.spillway.negotiation.fields.RequestHead;

/**
 * A servlet request. Its path is the one that the container has decoded, except for odd spellings.
 */
public record ServletRequestHead(HttpServletRequest request, String method, String path)
    implements RequestHead {
  private static final String SESSION = ";jsessionid=";

  public static ServletRequestHead of(HttpServletRequest request) {
    String path = oddPath(request).orElseGet(() -> containersPath(request));
    return new ServletRequestHead(request, request.getMethod(), path);
  }

  /**
   * Returns the path if it has an odd spelling, which containers decode differently or not at all.
   * The path is empty, and so leads to nothing, if it leads out of the root.
   */
  private static Optional<String> oddPath(HttpServletRequest request) {
    String target = withoutSession(request.getRequestURI());
    String context = request.getContextPath();
    if (!target.startsWith(context + "/")
        || PathNormalization.isNormal(target.substring(context.length()))) {
      return Optional.empty();
    }
    var plain = PathNormalization.normalize(target.substring(context.length()));
    return plain.isEmpty() ? Optional.of("") : PathNormalization.decoded(plain.get());
  }

  /**
   * Removes the session id that an application adds to its links for clients that take no cookies.
   */
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

  /** Returns the host, for which HTTP/2 has a pseudo-header. */
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
