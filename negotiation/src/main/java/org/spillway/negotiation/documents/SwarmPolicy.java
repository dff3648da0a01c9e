package org.spillway.negotiation.documents;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.spillway.catalog.PublicUrls;

/**
 * The Content-Security-Policy of the page {@code ?swarm}: scripts, workers and styles of this
 * server alone, and connections to the places that the file's torrent names.
 */
final class SwarmPolicy {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

  private SwarmPolicy() {}

  static String of(PublicUrls urls, String path) {
    var origins = new TreeSet<String>();
    places(urls, path).forEach(url -> origin(url).ifPresent(origins::add));
    return "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
        + " img-src 'self' data:; connect-src "
        + String.join(" ", Stream.concat(Stream.of("'self'"), origins.stream()).toList())
        + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
  }

  private static Stream<String> places(PublicUrls urls, String path) {
    var named = urls.of(path);
    var trackers = named.announceTiers().stream().flatMap(List::stream);
    var servers = Stream.concat(Stream.of(urls.base().toString()), trackers);
    return Stream.concat(
        servers.flatMap(url -> Stream.of(url, asWebSocket(url))), named.webSeeds().stream());
  }

  /** Returns the WebSocket URL of a tracker; ours has the same URL for HTTP and WebSocket. */
  private static String asWebSocket(String url) {
    return url.startsWith("http") ? "ws" + url.substring("http".length()) : url;
  }

  /**
   * Returns the origin of a URL as a policy names it. A policy can name no IPv6 address (CSP 3
   * §2.3.1): the page reaches only those of 'self'.
   */
  private static Optional<String> origin(String url) {
    try {
      var place = new URI(url);
      String scheme = String.valueOf(place.getScheme());
      String port = place.getPort() < 0 ? "" : ":" + place.getPort();
      return Optional.ofNullable(place.getHost())
          .filter(host -> SCHEMES.contains(scheme) && host.matches("[A-Za-z0-9.-]+"))
          .map(host -> scheme + "://" + host + port);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
