package org.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.spillway.client.http.UrlHost;
import org.spillway.torrent.PercentEncoding;
import org.spillway.torrent.fallback.RequestHash;

/** Reads the address of a file as people write it, and tells what follows from it alone. */
public final class DownloadUrl {
  /** The user and password in a URL whose scheme may be left out. */
  private static final Pattern LOGIN =
      Pattern.compile("^(\\s*(?:[A-Za-z][A-Za-z0-9+.-]*://)?)[^/?#]*@");

  private static final int MOST_PORT = 65_535;

  private DownloadUrl() {}

  /**
   * Reads what a browser's address bar accepts: {@code http://} may be left out, the host may be an
   * internationalised name (RFC 3490), and the rest may hold spaces and letters of any script.
   *
   * @throws IllegalArgumentException if it is neither an HTTP URL nor a magnet link; the message
   *     shows no password
   */
  public static URI parse(String given) {
    String trimmed = given.strip();
    String text = withoutLogin(given);
    if (trimmed.regionMatches(true, 0, "magnet:", 0, 7)) {
      return uri(trimmed, text);
    }
    String url = trimmed.matches("(?i)[a-z][a-z0-9+.-]*://.*") ? trimmed : "http://" + trimmed;
    int hostStart = url.indexOf("://") + 3;
    String scheme = url.substring(0, hostStart - 3).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          text + ": must be an http, https or magnet URL, was " + scheme);
    }
    String[] parts = url.substring(hostStart).split("(?=[/?#])", 2);
    String authority = ascii(parts[0], text);
    return uri(scheme + "://" + authority + target(parts.length == 1 ? "" : parts[1]), text);
  }

  /** Returns a URL as people write it without user and password, so that it can be shown. */
  public static String withoutLogin(String text) {
    return LOGIN.matcher(text).replaceFirst("$1");
  }

  /** Returns the authority with the host's name in ASCII. */
  private static String ascii(String authority, String text) {
    int at = authority.lastIndexOf('@') + 1;
    return authority.substring(0, at) + asciiHost(authority.substring(at), text);
  }

  private static String asciiHost(String authority, String text) {
    int port = authority.startsWith("[") ? -1 : authority.lastIndexOf(':');
    String host = port < 0 ? authority : authority.substring(0, port);
    if (host.isEmpty()) {
      throw new IllegalArgumentException(text + ": the URL must have a host");
    }
    if (host.chars().allMatch(c -> c < 0x80)) {
      return authority;
    }
    try {
      return IDN.toASCII(host) + (port < 0 ? "" : authority.substring(port));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + ": host " + host + ": " + e.getMessage(), e);
    }
  }

  private static String target(String rest) {
    int fragment = rest.indexOf('#');
    String sent = fragment < 0 ? rest : rest.substring(0, fragment);
    int query = sent.indexOf('?');
    String path = query < 0 ? sent : sent.substring(0, query);
    String withRoot = path.isEmpty() ? "/" : path;
    return PercentEncoding.normalize(withRoot)
        + (query < 0 ? "" : PercentEncoding.normalize(sent.substring(query)));
  }

  private static URI uri(String url, String text) {
    try {
      URI uri = new URI(url);
      if (UrlHost.port(uri) > MOST_PORT) {
        throw new IllegalArgumentException(text + ": the port must be at most " + MOST_PORT);
      }
      if (!uri.isOpaque() && UrlHost.of(uri).isEmpty()) {
        throw new IllegalArgumentException(text + ": the URL must have a host");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(text + ": " + e.getReason(), e);
    }
  }

  /**
   * Returns a name for the file: the last part of the path, decoded, as wget and {@code curl -O}
   * do. For a URL that ends in a slash it is {@code index.html}.
   */
  public static String fileName(URI url) {
    String name = lastName(url);
    return isName(name) ? name : "index.html";
  }

  /** Returns whether the URL has such a name. */
  static boolean hasFileName(URI url) {
    return isName(lastName(url));
  }

  private static boolean isName(String name) {
    return !name.isBlank() && !name.equals(".") && !name.equals("..");
  }

  private static String lastName(URI url) {
    String path = url.isOpaque() || url.getRawPath() == null ? "" : url.getRawPath();
    String last = decode(path.substring(path.lastIndexOf('/') + 1));
    return last.replaceAll("[/\\\\\\x00-\\x1f]", "_");
  }

  static boolean isMagnet(URI url) {
    return "magnet".equalsIgnoreCase(url.getScheme());
  }

  /**
   * Returns whether both name the same host and port; the default ports of HTTP and HTTPS count as
   * one.
   */
  static boolean isSameServer(URI url, String other) {
    try {
      var otherUrl = new URI(other);
      return UrlHost.of(url).isPresent()
          && host(url).equals(host(otherUrl))
          && port(url) == port(otherUrl);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Returns the port, or −1 for the scheme's default. */
  private static int port(URI url) {
    int byDefault = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    return UrlHost.port(url) == byDefault ? -1 : UrlHost.port(url);
  }

  /** Returns the host as it stands in DNS, or an empty text if there is none. */
  static String host(URI url) {
    String host = UrlHost.of(url).orElse("");
    return host.replaceAll("[\\[\\]]|\\.$", "").toLowerCase(Locale.ROOT);
  }

  private static String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  /** Returns the first of {@link #fallbackNames}, which belongs to the URL as it is written. */
  public static String fallbackName(URI url) {
    return fallbackNames(url).get(0);
  }

  /**
   * Returns the names at which the URL's fallback records may stand, in the order in which to ask
   * for them, see {@link RequestHash#candidates}. Neither the port nor a final dot of the host is
   * part of them.
   *
   * @throws IllegalArgumentException if the URL has no host
   */
  public static List<String> fallbackNames(URI url) {
    if (UrlHost.of(url).isEmpty()) {
      throw new IllegalArgumentException(url + ": the URL must have a host");
    }
    return fallbackNames(url, host(url));
  }

  /**
   * Returns the names under another host that has the same files.
   *
   * @param host the host without a final dot
   */
  static List<String> fallbackNames(URI url, String host) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return RequestHash.candidates(url.getRawPath() + query).stream()
        .map(hash -> hash.nameUnder(host))
        .toList();
  }
}
