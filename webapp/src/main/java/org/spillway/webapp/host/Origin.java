package org.spillway.webapp.host;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.net.IpAddresses;

/**
 * Scheme, host and port of a URL (RFC 6454), in one form for all spellings.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in lower case, without a final dot; an IPv6 address stands in brackets
 */
public record Origin(String scheme, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(https?)://(\\[[0-9A-Fa-f:.]+]|[\\w.-]+)(?::([0-9]{0,5}))?");

  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

  /** Reads an origin, or returns empty for a text of another form: it may come from anybody. */
  static Optional<Origin> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1);
    String port = parts.group(3);
    int number = port == null || port.isEmpty() ? defaultPort(scheme) : Integer.parseInt(port);
    return host(parts.group(2)).map(host -> new Origin(scheme, host, number));
  }

  public static int defaultPort(String scheme) {
    return DEFAULT_PORTS.getOrDefault(scheme, -1);
  }

  private static Optional<String> host(String text) {
    if (text.startsWith("[")) {
      return IpAddresses.parse(text.substring(1, text.length() - 1)).map(LocalAddresses::inUrl);
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return Optional.of(name.toLowerCase(Locale.ROOT));
  }

  /** Returns the origin, without the port if the scheme implies it. */
  @Override
  public String toString() {
    return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }
}
