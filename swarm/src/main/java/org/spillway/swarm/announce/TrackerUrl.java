package org.spillway.swarm.announce;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The announce URL of a tracker.
 *
 * @param url the URL
 * @param scheme the scheme in lower case; empty if there is none
 */
record TrackerUrl(URI url, String scheme) {
  /** Matches hosts with an underscore as well, of which {@link URI} does not tell the port. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^@]*@)?(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]{1,253}):(\\d{1,5})");

  /**
   * Parses a URL.
   *
   * @throws IOException if it is none
   */
  static TrackerUrl parse(String text) throws IOException {
    try {
      var url = new URI(text);
      return new TrackerUrl(url, String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      throw new IOException("not a URL: " + e.getMessage(), e);
    }
  }

  boolean isUdp() {
    return scheme.equals("udp");
  }

  boolean isHttp() {
    return scheme.equals("http") || scheme.equals("https");
  }

  /**
   * Returns whether this is the URL of a tracker over WebSocket, whose peers speak WebRTC, which we
   * do not.
   */
  static boolean isWebSocket(String url) {
    return url.matches("(?i)wss?:.*");
  }

  /** Returns the URL with a query string after that which it may have already. */
  URI withQuery(String query) throws IOException {
    String text = url.toString();
    int fragment = text.indexOf('#');
    String bare = fragment < 0 ? text : text.substring(0, fragment);
    return parse(bare + (bare.indexOf('?') < 0 ? "?" : "&") + query).url;
  }

  /** Returns the port of a UDP tracker. */
  int port() throws IOException {
    var matcher = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
    int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    if (port < 1 || port > 65535) {
      throw new IOException("the URL of a UDP tracker must have a host and a port");
    }
    return port;
  }

  /** Looks up all addresses of a UDP tracker, which may block for seconds. */
  InetAddress[] lookUp() throws IOException {
    var matcher = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
    if (!matcher.matches()) {
      throw new IOException("the URL of a UDP tracker must have a host and a port");
    }
    return InetAddress.getAllByName(matcher.group(1));
  }
}
