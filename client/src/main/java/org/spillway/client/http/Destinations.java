package org.spillway.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.spillway.net.AddressScope;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMagnetLinkException;

/**
 * Decides where a download may connect to. Torrents, records, trackers, peers and redirects never
 * lead it further inside than the source that the person named. So a public server cannot lead a
 * download to this machine or its network. Only addresses count, not how they are written.
 * Immutable.
 *
 * <p>Connections of {@link Http} go to the very addresses that were looked at.
 */
public final class Destinations {
  private final AddressScope source;

  /** No address is too far inside. */
  public static final Destinations ANY = new Destinations(AddressScope.MACHINE);

  Destinations(AddressScope source) {
    this.source = source;
  }

  /**
   * Looks up the host of the URL, or all hosts in a magnet link. A host whose name has no address
   * counts as public.
   *
   * @param url the URL or magnet link that the person asked for
   */
  public static Destinations of(URI url) {
    var scopes = hosts(url).stream().map(Destinations::scope).toList();
    // A link that names a public host anywhere comes from outside.
    var widest = scopes.stream().reduce((one, other) -> one.mayLeadTo(other) ? other : one);
    return new Destinations(widest.orElse(AddressScope.WORLD));
  }

  private static List<String> hosts(URI url) {
    var host = UrlHost.of(url);
    if (host.isPresent()) {
      return List.of(host.get());
    }
    try {
      var link = MagnetLink.parse(url.toString());
      var urls = Stream.concat(link.urls().trackers().stream(), link.urls().webSeeds().stream());
      return Stream.concat(urls, link.peers().stream().map(peer -> "peer://" + peer))
          .map(Destinations::host)
          .toList();
    } catch (MalformedMagnetLinkException e) {
      return List.of();
    }
  }

  private static String host(String url) {
    try {
      return UrlHost.of(URI.create(url)).orElse("");
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static AddressScope scope(String host) {
    try {
      return host.isEmpty() ? AddressScope.WORLD : scopeOfSource(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return AddressScope.WORLD;
    }
  }

  private static AddressScope scopeOfSource(InetAddress address) {
    return isOurs(address) ? AddressScope.MACHINE : AddressScope.of(address);
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /**
   * Checks one address.
   *
   * @throws ForbiddenDestinationException if nothing may be sent there
   */
  public void require(InetAddress address) throws ForbiddenDestinationException {
    if (!source.mayLeadTo(AddressScope.of(address))) {
      throw new ForbiddenDestinationException(
          "%s is not contacted, because it is %s, to which a server elsewhere must not lead"
              .formatted(address.getHostAddress(), describe(AddressScope.of(address))));
    }
  }

  private static String describe(AddressScope scope) {
    return switch (scope) {
      case MACHINE -> "this machine";
      case NETWORK -> "a private network";
      case WORLD -> "the internet";
      case NOWHERE -> "no single host";
    };
  }

  /**
   * Resolves a name, and requires all of its addresses.
   *
   * @param host the host as it stands in a URL
   * @throws UnknownHostException if it has no address
   */
  public void require(String host) throws IOException {
    for (InetAddress address : InetAddress.getAllByName(host)) {
      require(address);
    }
  }
}
