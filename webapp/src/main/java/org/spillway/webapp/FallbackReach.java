package org.spillway.webapp;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.PublicUrls;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.config.SiteConfig;

/**
 * Checks whether the torrents in DNS name a tracker or web seed that is still there when their host
 * is down. For use by one thread.
 */
final class FallbackReach {
  private final List<String> zones;
  private final PublicUrls urls;
  private final Resolver resolver;
  private final Map<String, Set<InetAddress>> known = new HashMap<>();

  /** Looks up a name, as {@link InetAddress#getAllByName} does. */
  interface Resolver {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  /**
   * @param zones the hosts whose zones are served
   * @param urls the URLs that the torrents name
   */
  FallbackReach(List<String> zones, PublicUrls urls, Resolver resolver) {
    this.zones = List.copyOf(zones);
    this.urls = urls;
    this.resolver = resolver;
  }

  /**
   * Returns a warning if every tracker and web seed is on the host itself, by its name or by its
   * addresses. A name without an address counts as another host. May block while names are looked
   * up.
   */
  Optional<String> warning() {
    return zones.stream()
        .filter(zone -> hosts().allMatch(host -> isSame(host, zone)))
        .findFirst()
        .map(FallbackReach::warning);
  }

  private static String warning(String zone) {
    return ("%s: when %s is down, DNS still hands out its torrents, but every tracker and web seed"
            + " in them is on that same host; name those of a second node in %s and %s (the"
            + " beginning of docs/dns.md says how), or mirrors in %s")
        .formatted(
            DnsConfig.ZONE,
            zone,
            SiteConfig.TRACKER_PUBLIC_URLS,
            SiteConfig.SEED_URLS,
            SiteConfig.MIRRORS);
  }

  private Stream<String> hosts() {
    var trackers = urls.announceTiers().stream().flatMap(List::stream);
    var seeds = Stream.concat(urls.seedBases().stream(), urls.mirrors().stream().map(Mirror::url));
    return Stream.concat(trackers, seeds)
        .map(url -> name(String.valueOf(URI.create(url).getHost())));
  }

  private static String name(String host) {
    return host.replaceAll("[\\[\\]]|\\.$", "").toLowerCase(Locale.ROOT);
  }

  private boolean isSame(String host, String zone) {
    boolean isBelow = zone.startsWith("*.") && host.endsWith(zone.substring(1));
    if (isBelow || host.equals(name(zone))) {
      return true;
    }
    var addresses = addresses(host);
    return !addresses.isEmpty() && addresses(name(zone)).containsAll(addresses);
  }

  private Set<InetAddress> addresses(String host) {
    return known.computeIfAbsent(host, this::lookUp);
  }

  private Set<InetAddress> lookUp(String host) {
    try {
      return Set.copyOf(List.of(resolver.lookUp(host)));
    } catch (UnknownHostException e) {
      return Set.of();
    }
  }
}
