package org.spillway.webapp.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.net.IpAddresses;

/**
 * What a proxy says of the request as it came in: who sent it, to which host, by which protocol.
 * Empty texts stand for what is not said.
 */
record Hop(String node, String host, String protocol) {
  private static final Hop EMPTY = new Hop("", "", "");

  /** A pair of RFC 7239 §4 and what comes after it; no value that we read needs an escape. */
  private static final Pattern PAIR =
      Pattern.compile(
          "[ \t]*([!#$%&'*+.^_`|~\\w-]+)=(?:\"([^\"\\\\]*+)\"|([!#$%&'*+.^_`|~\\w-]++))[ \t]*([;,]|$)");

  /** An address with a port: {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+|\\[[^]]*]):[\\w.-]+");

  /**
   * The field {@code Forwarded}, in its order: the nearest proxy's word comes last.
   *
   * @return empty if the field is malformed
   */
  static List<Hop> ofForwarded(String field) {
    List<Hop> hops = new ArrayList<>();
    var pair = PAIR.matcher(field);
    var hop = EMPTY;
    int at = 0;
    while (at < field.length()) {
      if (!pair.region(at, field.length()).lookingAt()) {
        return List.of();
      }
      hop = hop.with(pair.group(1), pair.group(2) == null ? pair.group(3) : pair.group(2));
      if (!pair.group(4).equals(";")) {
        hops.add(hop);
        hop = EMPTY;
      }
      at = pair.end();
    }
    return hops;
  }

  /** The field {@code X-Forwarded-For}, in the same order. */
  static List<Hop> ofXForwardedFor(String field) {
    List<Hop> hops = new ArrayList<>();
    for (String node : field.split(",", -1)) {
      hops.add(new Hop(node.strip(), "", ""));
    }
    return hops;
  }

  private Hop with(String name, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "for" -> new Hop(value, host, protocol);
      case "host" -> new Hop(node, value, protocol);
      case "proto" -> new Hop(node, host, value);
      default -> this;
    };
  }

  /** Absent if the proxy does not say, or says a name instead. */
  Optional<InetAddress> address() {
    var withPort = WITH_PORT.matcher(node);
    return IpAddresses.parseClient(withPort.matches() ? withPort.group(1) : node);
  }
}
