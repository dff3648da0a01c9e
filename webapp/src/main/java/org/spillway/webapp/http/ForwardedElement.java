package org.spillway.webapp.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.net.IpAddresses;

/**
 * A forwarded-element (RFC 7239): the sender, host and protocol of a request as a proxy received
 * it. An empty text stands for a part that is missing.
 */
record ForwardedElement(String node, String host, String protocol) {
  private static final ForwardedElement EMPTY = new ForwardedElement("", "", "");

  /** A pair of RFC 7239 §4 and the character after it. No value that we read needs an escape. */
  private static final Pattern PAIR =
      Pattern.compile(
          "[ \t]*([!#$%&'*+.^_`|~\\w-]+)=(?:\"([^\"\\\\]*+)\"|([!#$%&'*+.^_`|~\\w-]++))[ "
              + "\t]*([;,]|$)");

  /** An address with a port: {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}. */
  private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+|\\[[^]]*]):[\\w.-]+");

  /**
   * Reads the field {@code Forwarded}, in which the nearest proxy's element comes last.
   *
   * @return the elements, or none if the field is malformed
   */
  static List<ForwardedElement> ofForwarded(String field) {
    List<ForwardedElement> elements = new ArrayList<>();
    var pair = PAIR.matcher(field);
    var element = EMPTY;
    int at = 0;
    while (at < field.length()) {
      if (!pair.region(at, field.length()).lookingAt()) {
        return List.of();
      }
      element = element.with(pair.group(1), pair.group(2) == null ? pair.group(3) : pair.group(2));
      if (!pair.group(4).equals(";")) {
        elements.add(element);
        element = EMPTY;
      }
      at = pair.end();
    }
    return elements;
  }

  /** Reads the field {@code X-Forwarded-For}, which has the same order. */
  static List<ForwardedElement> ofXForwardedFor(String field) {
    List<ForwardedElement> elements = new ArrayList<>();
    for (String node : field.split(",", -1)) {
      elements.add(new ForwardedElement(node.strip(), "", ""));
    }
    return elements;
  }

  private ForwardedElement with(String name, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "for" -> new ForwardedElement(value, host, protocol);
      case "host" -> new ForwardedElement(node, value, protocol);
      case "proto" -> new ForwardedElement(node, host, value);
      default -> this;
    };
  }

  /** Returns the sender's address, or empty if the proxy says none, or a name instead. */
  Optional<InetAddress> address() {
    var withPort = WITH_PORT.matcher(node);
    return IpAddresses.parseClient(withPort.matches() ? withPort.group(1) : node);
  }
}
