package org.spillway.webapp.http;

import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;

/**
 * Refuses requests whose Host field names no valid host (RFC 9112 §3.2). Jetty can check that
 * itself, but refuses a colon without a port, which is a valid way to name the default port (RFC
 * 3986 §3.2.3).
 */
final class HostCheck implements HttpConfiguration.Customizer {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int LAST_PORT = 65535;

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host != null && !isPlain(host) && !isHost(host)) {
      throw new HttpException.RuntimeException(400, "the Host field names no valid host");
    }
    if (!isOfHttp(request.getHttpURI())) {
      throw new HttpException.RuntimeException(400, "the request target is not an HTTP URL");
    }
    return request;
  }

  /**
   * Returns whether a target in absolute form is an HTTP URL. It is no longer compared with Host,
   * so it must be right by itself.
   */
  private static boolean isOfHttp(HttpURI uri) {
    boolean isSchemeOk = uri.getScheme() == null || SCHEMES.contains(uri.getScheme());
    boolean isHostOk = uri.getAuthority() == null || !"".equals(uri.getHost());
    return isSchemeOk && isHostOk && uri.getPort() <= LAST_PORT && uri.getUser() == null;
  }

  /**
   * Returns whether the host is a name or an IPv4 address, without a port or with one of up to four
   * digits, as nearly all are.
   */
  private static boolean isPlain(String host) {
    int colon = host.indexOf(':');
    int end = colon < 0 ? host.length() : colon;
    if (end == 0 || host.length() - end > 5) {
      return false;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      boolean isInName = (c >= 'a' && c <= 'z') || c == '.' || c == '-';
      if (!isDigit && i != colon && !(i < end && isInName)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHost(String host) {
    try {
      var unused = new HostPort(host.endsWith(":") ? host.substring(0, host.length() - 1) : host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
