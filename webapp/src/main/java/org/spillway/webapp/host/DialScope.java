package org.spillway.webapp.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.spillway.net.AddressScope;

/**
 * Decides which leechers the seeder dials. A client that announces to the tracker chooses the port,
 * and behind a proxy that is not trusted all clients seem to come from this machine. So the seeder
 * of a site on the internet never dials this machine or its network. Leechers there can still dial
 * the seeder.
 */
public final class DialScope implements Predicate<InetAddress> {
  private final AddressScope site;

  private DialScope(AddressScope site) {
    this.site = site;
  }

  /**
   * Looks up a name.
   *
   * @param host the host that torrents name, which counts as one on the internet if it has no
   *     address or one that is there
   */
  public static DialScope of(String host) {
    try {
      return of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return new DialScope(AddressScope.WORLD);
    }
  }

  private static DialScope of(InetAddress... addresses) {
    return new DialScope(
        Stream.of(addresses)
            .map(AddressScope::of)
            .reduce((one, other) -> one.mayLeadTo(other) ? other : one)
            .orElse(AddressScope.WORLD));
  }

  @Override
  public boolean test(InetAddress leecher) {
    return site.mayLeadTo(AddressScope.of(leecher));
  }
}
