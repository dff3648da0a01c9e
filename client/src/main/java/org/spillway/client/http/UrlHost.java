package org.spillway.client.http;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the host and the port of a URL. {@link URI} has neither if the host has an underscore,
 * which DNS allows (RFC 2181 §11) and browsers accept.
 */
public final class UrlHost {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^@]*@)?([A-Za-z0-9._-]{1,253})(?::(\\d{0,5}))?");

  private static final int MOST_PORT = 65_535;

  private UrlHost() {}

  /**
   * Returns the host as it stands in the URL, or empty if there is none, or if the port is none
   * that exists.
   */
  public static Optional<String> of(URI url) {
    if (port(url) > MOST_PORT) {
      return Optional.empty();
    }
    return url.getHost() != null
        ? Optional.of(url.getHost())
        : authority(url).map(found -> found.group(1));
  }

  /** Returns the port, or −1 if there is none. */
  public static int port(URI url) {
    if (url.getHost() != null) {
      return url.getPort();
    }
    String port = authority(url).map(found -> String.valueOf(found.group(2))).orElse("");
    return port.matches("\\d+") ? Integer.parseInt(port) : -1;
  }

  private static Optional<Matcher> authority(URI url) {
    var matcher = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
    return url.getRawAuthority() != null && matcher.matches()
        ? Optional.of(matcher)
        : Optional.empty();
  }
}
