package org.spillway.dns;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts how many TCP connections each address has open. Safe for use by many threads. */
final class ClientConnections {
  private final int most;
  private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /**
   * Sets the limit.
   *
   * @param most how many connections one address may have
   */
  ClientConnections(int most) {
    this.most = most;
  }

  /** Counts a connection until {@link #closed}, and returns whether it may stay. */
  boolean opened(InetAddress client) {
    return open.merge(client, 1, Integer::sum) <= most;
  }

  void closed(InetAddress client) {
    open.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
  }
}
