package org.spillway.webapp.host;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spillway.torrent.PeerAddress;

/**
 * Tells peers the addresses of the built-in seeder if no host is configured: a loopback address to
 * peers on this machine, and to others every address of this machine that is neither loopback nor
 * link-local. Safe for use by many threads.
 */
public final class SeederAddresses implements Function<InetAddress, List<PeerAddress>> {
  private final Supplier<LocalAddresses> addresses;
  private final int port;
  private volatile Known known;

  /** The peers for these addresses. */
  private record Known(
      LocalAddresses addresses, List<PeerAddress> here, List<PeerAddress> elsewhere) {}

  /**
   * @param addresses the addresses that the seeder listens on
   */
  public SeederAddresses(Supplier<LocalAddresses> addresses, int port) {
    this.addresses = addresses;
    this.port = port;
    this.known = know(addresses.get());
  }

  /**
   * @param client the address of the client that asks
   */
  @Override
  public List<PeerAddress> apply(InetAddress client) {
    var result = known;
    var now = addresses.get();
    if (!result.addresses.equals(now)) {
      result = know(now);
      known = result;
    }
    return client.isLoopbackAddress() ? result.here : result.elsewhere;
  }

  private Known know(LocalAddresses now) {
    var loopback = peers(now.loopback());
    var reachable = peers(now.reachable());
    return new Known(
        now, loopback.isEmpty() ? reachable : loopback, reachable.isEmpty() ? loopback : reachable);
  }

  private List<PeerAddress> peers(List<InetAddress> hosts) {
    return hosts.stream().map(host -> new PeerAddress(host, port)).toList();
  }
}
