package org.spillway.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * The host and port of a server that does not speak HTTP.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /** Matches IPv6 addresses, and texts that are meant as one. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  public HostPort {
    if (host.isEmpty() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("HOST or HOST:PORT, not '" + host + "' port " + port);
    }
  }

  /**
   * @param text {@code HOST}, {@code HOST:PORT}, {@code [2001:db8::1]} or {@code
   *     [2001:db8::1]:PORT}
   * @param otherwise the port where there is none
   * @throws IllegalArgumentException if it is nothing of that
   */
  public static HostPort parse(String text, int otherwise) {
    try {
      // The syntax is that of a URI's authority without user (RFC 3986 §3.2).
      var uri = new URI("dns://" + text);
      String host = uri.getHost();
      if (host != null && uri.getUserInfo() == null && text.equals(uri.getRawAuthority())) {
        int port = uri.getPort() < 0 ? otherwise : uri.getPort();
        return new HostPort(host.replaceAll("[\\[\\]]", ""), port);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException("HOST or HOST:PORT, not '" + text + "'" + hint(text));
  }

  /** {@code 2001:db8::1:53} could end with a port or not. */
  private static String hint(String text) {
    boolean bareAddress = IPV6.matcher(text).matches();
    return bareAddress ? "; an IPv6 address stands in brackets" : "";
  }

  @Override
  public String toString() {
    return host + " port " + port;
  }
}
