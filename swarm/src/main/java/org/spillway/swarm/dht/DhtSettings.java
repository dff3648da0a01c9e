package org.spillway.swarm.dht;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.spillway.net.AddressScope;

/**
 * Configures a node of the DHT.
 *
 * @param family the family of the addresses of this node and of all others that it knows
 * @param scope from how far away the node is reached; strangers cannot make it contact addresses
 *     further inside
 * @param severalPerAddress whether several nodes may share an address, as on one machine; else an
 *     address counts as one node, and a network as two in each bucket
 * @param readOnly whether to ask only, and to answer nobody (BEP 43)
 * @param announceInterval the time after which a torrent is announced again; nodes forget it after
 *     30 minutes
 * @param lookups the most lookups at a time
 * @param storedPeers the most peers that others may announce to this node
 * @param storedPeersPerTorrent the most of them for one torrent
 * @param storedPeersPerHost the most of them for one IPv4 address or IPv6 /64
 * @param queriesPerHost the most queries that are answered in a second to one IPv4 address or IPv6
 *     /64; five times as many are answered at once after a pause
 * @param queries the most queries that are answered in a second
 */
@RecordBuilder
public record DhtSettings(
    IpFamily family,
    AddressScope scope,
    boolean severalPerAddress,
    boolean readOnly,
    Duration announceInterval,
    int lookups,
    int storedPeers,
    int storedPeersPerTorrent,
    int storedPeersPerHost,
    int queriesPerHost,
    int queries)
    implements DhtSettingsBuilder.With {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  /** The settings for a node on the internet that is reached over IPv4. */
  public static final DhtSettings DEFAULT =
      new DhtSettings(
          IpFamily.IPV4,
          AddressScope.WORLD,
          false,
          false,
          Duration.ofMinutes(15),
          64,
          20_000,
          500,
          200,
          20,
          1000);

  public DhtSettings {
    if (scope == AddressScope.NOWHERE) {
      throw new IllegalArgumentException("scope must be MACHINE, NETWORK or WORLD, was NOWHERE");
    }
    if (announceInterval.compareTo(SHORTEST_INTERVAL) < 0) {
      throw new IllegalArgumentException(
          "announceInterval must be 1 second or more, was " + announceInterval);
    }
    atLeastOne("lookups", lookups);
    atLeastOne("storedPeers", storedPeers);
    atLeastOne("storedPeersPerTorrent", storedPeersPerTorrent);
    atLeastOne("storedPeersPerHost", storedPeersPerHost);
    atLeastOne("queriesPerHost", queriesPerHost);
    atLeastOne("queries", queries);
  }

  private static void atLeastOne(String field, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be 1 or more, was %d".formatted(field, value));
    }
  }
}
