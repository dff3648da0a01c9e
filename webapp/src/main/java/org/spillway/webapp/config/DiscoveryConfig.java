package org.spillway.webapp.config;

import java.nio.file.Path;
import java.util.List;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.discovery.DiscoverySettings;

/** The keys that say how peers find the seeder without a tracker. */
final class DiscoveryConfig {
  private static final DiscoverySettings DEFAULT = DiscoverySettings.OFF;

  /** The file in the state directory that keeps the nodes of the DHT. */
  private static final String NODES_FILE = "dht-nodes";

  static final Key<Boolean> DHT =
      Key.of(
          "dht.enabled",
          Kinds.flag(),
          DEFAULT.dht(),
          "whether the seeder announces its torrents in the DHT (BEP 5), on its UDP port");

  static final Key<List<BootstrapNode>> BOOTSTRAP =
      Key.of(
          "dht.bootstrap",
          Kinds.list(
              Kinds.checked(
                  "HOST:PORT", text -> BootstrapNode.parse(text.strip()), String::valueOf)),
          DEFAULT.bootstrap(),
          "nodes of the DHT that are asked first; addresses of a private network only make a"
              + " private DHT there");

  static final Key<Boolean> LSD =
      Key.of(
          "lsd.enabled",
          Kinds.flag(),
          DEFAULT.lsd(),
          "whether the seeder announces its torrents in the networks of this machine (BEP 14)");

  static final List<Key<?>> KEYS = List.of(DHT, BOOTSTRAP, LSD);

  private DiscoveryConfig() {}

  /**
   * @param stateDir the folder that keeps the nodes of the DHT
   */
  static DiscoverySettings read(Reading reading, Path stateDir) {
    boolean dht = reading.value(DHT);
    return DEFAULT
        .withDht(dht)
        .withBootstrap(reading.value(BOOTSTRAP))
        .withNodesFile(dht ? stateDir.resolve(NODES_FILE) : DEFAULT.nodesFile())
        .withLsd(reading.value(LSD));
  }
}
