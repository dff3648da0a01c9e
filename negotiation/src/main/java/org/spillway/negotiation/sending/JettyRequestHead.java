package org.spillway.negotiation.sending;

import java.util.Objects;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.spillway.negotiation.fields.PathNormalization;
import org.spillway.negotiation.fields.RequestHead;

/**
 * A request to Jetty.
 *
 * @param path the path, which Jetty has decoded once
 * @param fields the header fields of the request
 */
public record JettyRequestHead(Request request, String method, String path, HttpFields fields)
    implements RequestHead {

  /**
   * @throws HttpException.RuntimeException if the path leads out of the root, with 400
   */
  public static JettyRequestHead of(Request request) {
    String path = Objects.requireNonNullElse(path(request.getHttpURI()), "");
    return new JettyRequestHead(request, request.getMethod(), path, request.getHeaders());
  }

  private static @Nullable String path(HttpURI uri) {
    String raw = uri.getPath();
    return raw == null || !raw.startsWith("/") || PathNormalization.isNormal(raw)
        ? uri.getDecodedPath()
        : HttpURI.from(normalize(raw)).getDecodedPath();
  }

  private static String normalize(String raw) {
    return PathNormalization.normalize(raw)
        .orElseThrow(
            () -> new HttpException.RuntimeException(400, "the path leads out of the root"));
  }

  @Override
  public String query() {
    return Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
  }

  @Override
  public String field(String name) {
    String value = "";
    for (HttpField field : fields) {
      if (field.getName().equalsIgnoreCase(name)) {
        value = value.isEmpty() ? field.getValue() : value + ", " + field.getValue();
      }
    }
    return value;
  }

  /** Returns the host, for which HTTP/2 has a pseudo-header. */
  @Override
  public String host() {
    return Request.getServerName(request);
  }

  @Override
  public String origin() {
    var uri = request.getHttpURI();
    String authority = uri.getAuthority();
    return authority == null ? "" : uri.getScheme() + "://" + authority;
  }

  @Override
  public String client() {
    return Request.getRemoteAddr(request);
  }
}
