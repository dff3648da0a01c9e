package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.net.AddressScope;
import org.spillway.swarm.Host;

/**
 * Learns our address as others see it, by votes (BEP 42). Each network of voters has one vote, its
 * last one; the last {@value #VOTES} networks count.
 */
final class ExternalAddress {
  static final int VOTES = 32;

  /** The votes that an address needs, which must also be more than half of all. */
  static final int ENOUGH = 5;

  private final IpFamily family;
  private final Map<Host, InetAddress> votes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Host, InetAddress> eldest) {
          return size() > VOTES;
        }
      };

  private @Nullable InetAddress elected;

  ExternalAddress(IpFamily family) {
    this.family = family;
  }

  /** Returns the address that was elected last. */
  Optional<InetAddress> elected() {
    return Optional.ofNullable(elected);
  }

  /**
   * Counts a vote; only public addresses can be elected.
   *
   * @param voter the address of the node that answered us
   */
  void vote(InetAddress voter, InetAddress ours) {
    if (IpFamily.of(ours) != family || AddressScope.of(ours) != AddressScope.WORLD) {
      return;
    }
    var network = networkOf(voter);
    votes.remove(network);
    votes.put(network, ours);
    long same = votes.values().stream().filter(ours::equals).count();
    if (same >= ENOUGH && same * 2 > votes.size()) {
      elected = ours;
    }
  }

  /** Returns the IPv4 /24, or the IPv6 /32: whoever has one IPv6 /64 may have many. */
  private static Host networkOf(InetAddress voter) {
    var network = ContactPolicy.networkOf(voter);
    return network.isV6() ? new Host(true, network.bits() >>> Integer.SIZE) : network;
  }
}
