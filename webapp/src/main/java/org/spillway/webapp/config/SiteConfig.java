package org.spillway.webapp.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.Mirror;

/**
 * The keys of the URLs and hosts that others are told in torrents, links and records.
 *
 * @param publicUrl the URL of the content's root; null if clients are told an address of this
 *     machine
 * @param seedUrls the web seeds in torrents; empty for our own
 * @param trackerUrls the announce URLs in torrents; empty for our own
 * @param mirrors the mirrors of the content's root
 * @param seederHost the host at which peers reach the seeder; empty for that of the public URL
 * @param shutdownGrace how long a server that is told to stop lets downloads go on
 */
public record SiteConfig(
    @Nullable URI publicUrl,
    List<URI> seedUrls,
    List<URI> trackerUrls,
    List<Mirror> mirrors,
    String seederHost,
    Duration shutdownGrace) {

  public static final Key<URI> PUBLIC_URL =
      Key.optional(
          "public-url",
          place("http", "https"),
          "URL of the content's root as clients see it; default: http with the first address of"
              + " this machine that others can reach; a client that asks at another address or name"
              + " of the machine is given that one");

  public static final Key<List<Mirror>> MIRRORS =
      Key.of(
          "content.mirrors",
          Kinds.list(
              Kinds.of("URL [pri=1..999999] [geo=xx]", SiteConfig::mirror, SiteConfig::print)),
          List.of(),
          "URLs of mirrors of the content's root, each with an optional priority and country");

  public static final Key<List<URI>> SEED_URLS =
      Key.of(
          "http.seed-urls",
          Kinds.list(place("http", "https")),
          List.of(),
          "web-seed URLs of the content's root that are put into torrents; default: this server. To"
              + " a URL that ends in /~, the version of each file is added, as another Spillway's"
              + " /seed/~ needs it");

  static final Key<String> SEEDER_PUBLIC_HOST =
      Key.optional(
          "seeder.public-host",
          Kinds.text("a host name or an address"),
          "host name or address at which peers reach the seeder; default: the host of public-url,"
              + " or else every address of this machine that the seeder listens on");

  public static final Key<List<URI>> TRACKER_PUBLIC_URLS =
      Key.of(
          "tracker.public-urls",
          Kinds.list(Kinds.url("http", "https", "udp", "ws", "wss")),
          List.of(),
          "announce URLs that are put into torrents; the seeder announces to those of other trackers"
              + " than this server's; default: this server's, over HTTP, UDP and WebSocket");

  public static final Key<Duration> SHUTDOWN_GRACE =
      Key.of(
          "shutdown.grace",
          Times.time(),
          Duration.ofSeconds(5),
          "how long a server that is told to stop, by SIGTERM or SIGINT, lets downloads over HTTP go"
              + " on; it takes no new connections meanwhile");

  static final List<Key<?>> KEYS =
      List.of(
          PUBLIC_URL, MIRRORS, SEED_URLS, SEEDER_PUBLIC_HOST, TRACKER_PUBLIC_URLS, SHUTDOWN_GRACE);

  static SiteConfig read(Reading reading) {
    return new SiteConfig(
        reading.given(PUBLIC_URL).orElse(null),
        reading.value(SEED_URLS),
        reading.value(TRACKER_PUBLIC_URLS),
        reading.value(MIRRORS),
        reading.given(SEEDER_PUBLIC_HOST).orElse(""),
        reading.value(SHUTDOWN_GRACE));
  }

  /**
   * Returns the kind of a URL to which paths are added. Everybody reads it, so a password in it
   * would be public.
   */
  private static Single<URI> place(String... schemes) {
    var url = Kinds.url(schemes);
    String expected = url.expected() + " and without user, query and fragment";
    return Kinds.of(expected, text -> place(url.parser().apply(text), expected), URI::toString);
  }

  private static URI place(URI url, String expected) {
    boolean isBare =
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    if (!isBare) {
      throw Kinds.wrong(expected, url.toString());
    }
    return url;
  }

  private static Mirror mirror(String text) {
    var mirror = Mirror.parse(text);
    var unused = place("http", "https").parser().apply(mirror.url());
    return mirror;
  }

  private static String print(Mirror mirror) {
    return mirror.url()
        + (mirror.priority() == Mirror.LOWEST_PRIORITY ? "" : " pri=" + mirror.priority())
        + (mirror.location().isEmpty() ? "" : " geo=" + mirror.location());
  }
}
