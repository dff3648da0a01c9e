package org.spillway.swarm.discovery;

import java.net.InetAddress;
import java.util.Optional;
import org.spillway.net.IpAddresses;

/**
 * A node of the DHT that is known from the start, and tells of others.
 *
 * @param host a host name or an address, which stands without brackets
 * @param port its UDP port, 1 to 65535
 */
public record BootstrapNode(String host, int port) {
  private static final String EXPECTED = "HOST:PORT with a port from 1 to 65535";

  public BootstrapNode {
    if (host.isBlank() || !host.equals(host.strip()) || port < 1 || port > 65535) {
      throw new IllegalArgumentException("must be %s, was %s:%d".formatted(EXPECTED, host, port));
    }
  }

  /**
   * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static BootstrapNode parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    String port = text.substring(colon + 1);
    boolean isIpv6 = host.startsWith("[") && host.endsWith("]");
    if (!port.matches("\\d{1,5}") || (!isIpv6 && host.matches(".*[:\\[\\]].*"))) {
      throw new IllegalArgumentException("must be %s, was %s".formatted(EXPECTED, text));
    }
    String bare = isIpv6 ? host.substring(1, host.length() - 1) : host;
    return new BootstrapNode(bare, Integer.parseInt(port));
  }

  /** Returns the address if the host is one and not a name. */
  Optional<InetAddress> literal() {
    return IpAddresses.parse(host);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
