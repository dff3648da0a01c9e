package org.spillway.client.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.net.AddressBlock;
import org.spillway.net.IpAddresses;

/**
 * The proxies through which hosts are reached, as curl reads them from the environment.
 *
 * @param http the proxy for http URLs, or empty
 * @param https the proxy for https URLs, or empty
 * @param direct the hosts that are reached without: names with all that end in them, addresses,
 *     blocks of addresses, or {@code *} for all
 */
public record Proxies(Optional<URI> http, Optional<URI> https, List<String> direct) {
  /** No proxy for any host. */
  public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

  public Proxies {
    direct = List.copyOf(direct);
  }

  /**
   * Reads http_proxy, https_proxy, all_proxy and no_proxy. Upper case counts if lower case is
   * missing, but not for HTTP_PROXY, which the client of a CGI program can set.
   *
   * @throws IllegalArgumentException if one of them is no URL of a proxy
   */
  public static Proxies of(Map<String, String> environment) {
    var all = value(environment, "all_proxy", "ALL_PROXY");
    var http = value(environment, "http_proxy");
    var https = value(environment, "https_proxy", "HTTPS_PROXY");
    String direct = value(environment, "no_proxy", "NO_PROXY").orElse("");
    return new Proxies(
        http.or(() -> all).map(Proxies::parse),
        https.or(() -> all).map(Proxies::parse),
        Stream.of(direct.split("[,\\s]+")).filter(rule -> !rule.isEmpty()).toList());
  }

  private static Optional<String> value(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static URI parse(String text) {
    var url = URI.create(text.contains("://") ? text : "http://" + text);
    boolean isKnown =
        List.of("http", "https", "socks4", "socks4a", "socks5", "socks5h").contains(scheme(url));
    if (!isKnown || url.getHost() == null) {
      throw new IllegalArgumentException(
          "the proxy must be a URL of http, https, socks4 or socks5, was "
              + Login.removedFrom(url));
    }
    return url;
  }

  static String scheme(URI url) {
    return String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
  }

  /** Returns the proxy for requests of this scheme to this host, or empty. */
  Optional<URI> of(String scheme, String host) {
    var proxy = scheme.equalsIgnoreCase("https") ? https : http;
    return proxy.filter(url -> !isDirect(host));
  }

  private boolean isDirect(String host) {
    String name = host.replaceAll("[\\[\\]]|\\.$", "").toLowerCase(Locale.ROOT);
    var address = IpAddresses.parse(name);
    return direct.stream().anyMatch(rule -> matches(rule, name, address));
  }

  private static boolean matches(String rule, String host, Optional<InetAddress> address) {
    if (rule.equals("*")) {
      return true;
    }
    if (address.isPresent()) {
      return AddressBlock.parse(rule.replaceAll("[\\[\\]]", ""))
          .filter(block -> block.contains(address.get()))
          .isPresent();
    }
    String suffix = rule.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "").replaceFirst("\\.$", "");
    return host.equals(suffix) || host.endsWith("." + suffix);
  }
}
