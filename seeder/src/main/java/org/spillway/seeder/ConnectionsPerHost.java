package org.spillway.seeder;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.spillway.swarm.Host;

/**
 * How many connections each host has: an IPv4 address, or an IPv6 /64, which is what one host may
 * choose from (RFC 4291 §2.5.4). Safe for use by many threads.
 */
final class ConnectionsPerHost {
  private final int most;
  private final Map<Host, Integer> counts = new ConcurrentHashMap<>();

  ConnectionsPerHost(int most) {
    this.most = most;
  }

  /**
   * Whether the host may have one more; if so, it must {@link #leave} later.
   *
   * @param address as the socket gives it: IPv4 may look like IPv6 there (RFC 4291 §2.5.5.2)
   */
  boolean enter(InetAddress address) {
    int count = counts.merge(Host.of(address), 1, Integer::sum);
    if (count > most) {
      leave(address);
    }
    return count <= most;
  }

  void leave(InetAddress address) {
    counts.computeIfPresent(Host.of(address), (host, count) -> count == 1 ? null : count - 1);
  }

  /** Hosts with a connection; for tests. */
  int size() {
    return counts.size();
  }
}
