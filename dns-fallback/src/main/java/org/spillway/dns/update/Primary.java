package org.spillway.dns.update;

import java.net.URI;
import java.net.URISyntaxException;
import org.spillway.dns.tsig.TsigKey;
import org.xbill.DNS.Name;

/**
 * A name server that takes updates.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param key that it knows, too
 * @param zone of that server, the one to update; the root if each {@code _torrent.[host]} is one
 */
public record Primary(String host, int port, TsigKey key, Name zone) {
  private static final int DNS_PORT = 53;

  /**
   * @param text {@code HOST}, {@code HOST:PORT} or {@code [2001:db8::1]:PORT}
   * @throws IllegalArgumentException if it is not
   */
  static Primary parse(String text, TsigKey key, Name zone) {
    try {
      var uri = new URI("dns://" + text);
      int port = uri.getPort() < 0 ? DNS_PORT : uri.getPort();
      if (uri.getHost() != null && text.equals(uri.getRawAuthority()) && isPort(port)) {
        return new Primary(uri.getHost().replaceAll("[\\[\\]]", ""), port, key, zone);
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException("dns.update: HOST or HOST:PORT, not '" + text + "'");
  }

  private static boolean isPort(int port) {
    return port > 0 && port <= 65_535;
  }

  /** The zone to update, if the records stand below this name. */
  Name zoneOf(Name origin) {
    return zone.equals(Name.root) ? origin : zone;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return host + " port " + port;
  }
}
