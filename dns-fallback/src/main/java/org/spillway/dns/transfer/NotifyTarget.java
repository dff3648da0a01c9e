package org.spillway.dns.transfer;

import java.net.URI;
import java.net.URISyntaxException;
import org.xbill.DNS.Name;

/**
 * A name server that is told of changes.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param key the root if it is not signed
 */
public record NotifyTarget(String host, int port, Name key) {
  private static final int DNS_PORT = 53;

  /**
   * @param text {@code HOST}, {@code HOST:PORT} or {@code [2001:db8::1]:PORT}, and {@code
   *     +key:NAME} behind it if it is to be signed
   * @throws IllegalArgumentException if it is not
   */
  public static NotifyTarget parse(String text) {
    var parts = KeyedText.parse(text);
    try {
      var uri = new URI("dns://" + parts.address());
      if (uri.getHost() != null && uri.getRawAuthority().equals(parts.address())) {
        int port = uri.getPort() < 0 ? DNS_PORT : uri.getPort();
        if (port > 0 && port <= 65_535) {
          return new NotifyTarget(uri.getHost().replaceAll("[\\[\\]]", ""), port, parts.key());
        }
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException("HOST or HOST:PORT, not '" + text + "'");
  }

  @Override
  public String toString() {
    return host + " port " + port;
  }
}
