package org.spillway.swarm.peer;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.encryption.Encryption;

/**
 * Configures the connections to peers.
 *
 * @param host the address to listen on; 0.0.0.0 or :: listens on all addresses
 * @param port the TCP port; 0 lets the system choose a free one
 * @param maxConnections the most connections to peers at a time, for all torrents together; further
 *     connections are closed at once
 * @param maxConnectionsPerAddress the most connections of one address at a time; an IPv6 /64 counts
 *     as one address
 * @param maxConnectionsPerTorrent the most connections of one torrent at a time; beyond them the
 *     least useful one makes room
 * @param idleTimeout how long a connection may be silent before it is closed, which happens after
 *     twice this time at the latest; BEP 3 has peers send a message every two minutes
 * @param maxQueuedRequests the most requests of one peer that may wait; the peer is told this
 *     number as {@code reqq}
 * @param diskThreads the number of threads that read blocks
 * @param utp whether to speak uTP (BEP 29) on the UDP port of the same number, or to refuse it
 * @param encryption which connections are encrypted
 * @param connectTimeout the longest time that a TCP connection may take to open
 * @param discovery how peers are found without trackers
 */
@RecordBuilder
public record EngineSettings(
    String host,
    int port,
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxConnectionsPerTorrent,
    Duration idleTimeout,
    int maxQueuedRequests,
    int diskThreads,
    boolean utp,
    Encryption encryption,
    Duration connectTimeout,
    DiscoverySettings discovery)
    implements EngineSettingsBuilder.With {

  /**
   * The settings for all addresses, the port that BEP 3 names, and enough connections for a crowd.
   */
  public static final EngineSettings DEFAULT =
      new EngineSettings(
          "0.0.0.0",
          6881,
          2000,
          100,
          1000,
          Duration.ofMinutes(5),
          512,
          4,
          false,
          Encryption.PREFER_PLAIN,
          Duration.ofSeconds(10),
          DiscoverySettings.OFF);

  public EngineSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must be an address, was '" + host + "'");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    atLeastOne("maxConnections", maxConnections);
    atLeastOne("maxConnectionsPerAddress", maxConnectionsPerAddress);
    atLeastOne("maxConnectionsPerTorrent", maxConnectionsPerTorrent);
    atLeastOne("maxQueuedRequests", maxQueuedRequests);
    atLeastOne("diskThreads", diskThreads);
    if (connectTimeout.toMillis() < 1 || connectTimeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "connectTimeout must be 1 ms to 24 days, was " + connectTimeout);
    }
    if (idleTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "idleTimeout must be 1 second or more, was " + idleTimeout);
    }
  }

  private static void atLeastOne(String field, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be 1 or more, was %d".formatted(field, value));
    }
  }

  int connectMillis() {
    return (int) connectTimeout.toMillis();
  }
}
