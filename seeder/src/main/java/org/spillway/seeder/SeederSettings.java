package org.spillway.seeder;

import java.time.Duration;

/**
 * @param host address to listen on; 0.0.0.0 or :: for all
 * @param port TCP, 0 for one that is free
 * @param maxConnections to peers, at a time, of all torrents together; more are closed at once
 * @param maxConnectionsPerAddress of those; an IPv6 /64 counts as one address
 * @param idleTimeout after this long without a sign of life a connection is closed, after twice as
 *     long at the latest; BEP 3 has peers send one every two minutes
 * @param maxQueuedRequests of one peer; told to it as {@code reqq}
 * @param diskThreads that read blocks
 * @param utp whether to speak uTP (BEP 29) on the UDP port of the same number, or to refuse it
 */
public record SeederSettings(
    String host,
    int port,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration idleTimeout,
    int maxQueuedRequests,
    int diskThreads,
    boolean utp) {

  /** All addresses, the port that BEP 3 names, and enough connections for a crowd. */
  public static final SeederSettings DEFAULT =
      new SeederSettings("0.0.0.0", 6881, 2000, 100, Duration.ofMinutes(5), 512, 4, false);

  public SeederSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("seeder.host: an address, not '" + host + "'");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("seeder.port: 0 to 65535, not " + port);
    }
    atLeastOne("max-connections", maxConnections);
    atLeastOne("max-connections-per-address", maxConnectionsPerAddress);
    atLeastOne("max-queued-requests", maxQueuedRequests);
    atLeastOne("disk-threads", diskThreads);
    if (idleTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "seeder.idle-timeout: 1 second or more, not " + idleTimeout);
    }
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("seeder.%s: 1 or more, not %d".formatted(key, value));
    }
  }

  public SeederSettings withHost(String host) {
    return new SeederSettings(
        host,
        port,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        maxQueuedRequests,
        diskThreads,
        utp);
  }

  public SeederSettings withPort(int port) {
    return new SeederSettings(
        host,
        port,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        maxQueuedRequests,
        diskThreads,
        utp);
  }

  public SeederSettings withMaxConnections(int maxConnections) {
    return new SeederSettings(
        host,
        port,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        maxQueuedRequests,
        diskThreads,
        utp);
  }

  public SeederSettings withMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
    return new SeederSettings(
        host,
        port,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        maxQueuedRequests,
        diskThreads,
        utp);
  }

  public SeederSettings withIdleTimeout(Duration idleTimeout) {
    return new SeederSettings(
        host,
        port,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        maxQueuedRequests,
        diskThreads,
        utp);
  }

  public SeederSettings withMaxQueuedRequests(int maxQueuedRequests) {
    return new SeederSettings(
        host,
        port,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        maxQueuedRequests,
        diskThreads,
        utp);
  }

  public SeederSettings withUtp(boolean utp) {
    return new SeederSettings(
        host,
        port,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        maxQueuedRequests,
        diskThreads,
        utp);
  }
}
