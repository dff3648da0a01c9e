package org.spillway.webapp.config;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.host.LocalAddresses;
import org.spillway.webapp.host.LocalNames;
import org.spillway.webapp.host.Origin;

/**
 * The host that torrents, links and records name: the host of {@code public-url} or, if that is not
 * set, the first address of this machine that others can reach.
 */
final class PublicHost {
  private static final System.Logger log = System.getLogger(PublicHost.class.getName());

  private final @Nullable URI url;
  private final Supplier<LocalAddresses> addresses;
  private final String chosen;

  private PublicHost(@Nullable URI url, Supplier<LocalAddresses> addresses) {
    this.url = url;
    this.addresses = addresses;
    this.chosen = addresses.get().firstReachable().orElse(LocalNames.LOCALHOST);
  }

  /**
   * @param url the value of public-url; null if it is not set
   * @param httpHost the address that the HTTP server listens on
   * @param machine the addresses of this machine
   */
  static PublicHost of(@Nullable URI url, String httpHost, Supplier<LocalAddresses> machine) {
    return new PublicHost(url, LocalAddresses.listening(httpHost, machine));
  }

  boolean isConfigured() {
    return url != null;
  }

  /** Returns the host as it stands in URLs. */
  String host() {
    return url == null ? chosen : url.getHost();
  }

  /** Returns the hosts whose zones are served unless others are set. */
  List<String> zoneHosts() {
    if (url != null) {
      return List.of(url.getHost());
    }
    // No name in DNS has the form of an IPv6 address in a URL.
    return Stream.of(chosen, LocalNames.LOCALHOST)
        .filter(host -> !host.startsWith("["))
        .distinct()
        .toList();
  }

  /** Returns the addresses that the HTTP server listens on. */
  Supplier<LocalAddresses> addresses() {
    return addresses;
  }

  /**
   * Returns the URL of the content's root, without a final slash.
   *
   * @param port the port of the HTTP server
   */
  String base(int port) {
    if (url == null) {
      return new Origin("http", chosen, port).toString();
    }
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Returns the ports at which HTTP and HTTPS are reached, also through a proxy. */
  Set<Integer> ports(Ports taken) {
    var ours = Stream.of(taken.http(), taken.https()).flatMapToInt(OptionalInt::stream).boxed();
    return Stream.concat(ours, Stream.ofNullable(url).map(PublicHost::portOf))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int portOf(URI url) {
    return url.getPort() < 0 ? Origin.defaultPort(url.getScheme()) : url.getPort();
  }

  /**
   * Logs at the start the host that others are told, and warns if they may not reach it.
   *
   * @param ports the ports of HTTP and HTTPS, as far as they are known
   * @param behindProxy whether a proxy is configured, whose port is another one
   */
  void tell(Ports ports, boolean behindProxy) {
    if (url != null) {
      if (!behindProxy) {
        warnOfPort(url, ports);
      }
    } else if (chosen.equals(LocalNames.LOCALHOST)) {
      log.log(
          WARNING,
          "{0} is not set: torrents and records name {1}, which only this machine can reach;"
              + " set {0} to a URL that others can reach",
          SiteConfig.PUBLIC_URL,
          chosen);
    } else {
      log.log(
          INFO,
          "{0} is not set: torrents and records name {1}, and a client that asks another address or"
              + " name of this machine is given that one; set {0} to name something else",
          SiteConfig.PUBLIC_URL,
          base(ports.http().orElseThrow()));
    }
  }

  private static void warnOfPort(URI url, Ports ports) {
    int port = portOf(url);
    var served =
        Stream.of(ports.http(), ports.https()).flatMapToInt(OptionalInt::stream).boxed().toList();
    if (!served.isEmpty() && !served.contains(port)) {
      log.log(
          WARNING,
          "{0} names port {1,number,#}, but this server listens on {2}: this is right behind a"
              + " proxy or a port-forward; otherwise change {0} or {3}",
          SiteConfig.PUBLIC_URL,
          port,
          String.join(" and ", served.stream().map(String::valueOf).toList()),
          HttpConfig.PORT);
    }
  }
}
