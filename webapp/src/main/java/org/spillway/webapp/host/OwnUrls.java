package org.spillway.webapp.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.HostUrls;

/**
 * Answers a client with the host that it asked, if that is an address or a name of this machine and
 * the port is one that is served. Any other host is ignored, because it may be forged.
 */
public final class OwnUrls implements HostUrls {
  private final Supplier<LocalAddresses> addresses;
  private final Supplier<Set<String>> names;
  private final int port;
  private final OptionalInt tlsPort;
  private final Function<Origin, PublicUrls> urls;
  private volatile Known known;

  /** The URLs for these addresses and names. */
  private record Known(
      LocalAddresses addresses, Set<String> names, Map<String, PublicUrls> byOrigin) {}

  /**
   * @param addresses the addresses that the HTTP server listens on
   * @param names the names of this machine, in lower case
   * @param port the port of HTTP
   * @param tlsPort the port of HTTPS, if it is spoken; clients that ask there are told the URLs of
   *     HTTP as well, because torrent clients trust fewer certificates than browsers do
   * @param urls returns the URLs of the content's root at an origin
   */
  public OwnUrls(
      Supplier<LocalAddresses> addresses,
      Supplier<Set<String>> names,
      int port,
      OptionalInt tlsPort,
      Function<Origin, PublicUrls> urls) {
    this.addresses = addresses;
    this.names = names;
    this.port = port;
    this.tlsPort = tlsPort;
    this.urls = urls;
    this.known = know(addresses.get(), names.get());
  }

  @Override
  public Optional<PublicUrls> of(String origin) {
    var byOrigin = current().byOrigin;
    var asWritten = byOrigin.get(origin);
    return asWritten != null
        ? Optional.of(asWritten)
        : Origin.parse(origin).map(Origin::toString).map(byOrigin::get);
  }

  private Known current() {
    var result = known;
    var addressesNow = addresses.get();
    var namesNow = names.get();
    if (!result.addresses.equals(addressesNow) || !result.names.equals(namesNow)) {
      result = know(addressesNow, namesNow);
      known = result;
    }
    return result;
  }

  private Known know(LocalAddresses addressesNow, Set<String> namesNow) {
    Map<String, PublicUrls> byOrigin = new HashMap<>();
    for (String host : Stream.concat(addressesNow.hosts(), namesNow.stream()).toList()) {
      var http = new Origin("http", host, port);
      var told = urls.apply(http);
      byOrigin.put(http.toString(), told);
      tlsPort.ifPresent(tls -> byOrigin.put(new Origin("https", host, tls).toString(), told));
    }
    return new Known(addressesNow, namesNow, Map.copyOf(byOrigin));
  }
}
