package org.spillway.webapp.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.spillway.net.AddressScope;

/**
 * Which leechers the seeder dials. Whoever announces to the tracker chooses a port, and behind a
 * proxy that is not trusted everybody seems to come from this machine: so a site on the internet
 * never has its seeder connect to this machine or its network. Leechers there can still dial the
 * seeder.
 */
public final class DialScope implements Predicate<InetAddress> {
  private final AddressScope site;

  private DialScope(AddressScope site) {
    this.site = site;
  }

  /**
   * Looks up a name.
   *
   * @param host that torrents name; counts as one on the internet if it has no address or one that
   *     is there
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
