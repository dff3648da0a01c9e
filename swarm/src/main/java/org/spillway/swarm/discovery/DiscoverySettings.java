package org.spillway.swarm.discovery;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;

/**
 * Configures how peers are found without trackers.
 *
 * @param dht whether to run a node of the DHT (BEP 5) on the UDP port of the engine
 * @param bootstrap the nodes that are asked first. If all of them are given by addresses of this
 *     machine or of its network, the DHT is taken to be a private one there; otherwise strangers
 *     cannot lead the node to addresses that are not on the internet
 * @param nodesFile the file that keeps the nodes between two runs; the empty path for none
 * @param lsd whether to announce torrents in the networks of this machine, and to hear of peers
 *     there (BEP 14)
 */
@RecordBuilder
public record DiscoverySettings(
    boolean dht, List<BootstrapNode> bootstrap, Path nodesFile, boolean lsd)
    implements DiscoverySettingsBuilder.With {

  /** The settings that contact nobody, with the nodes that others use for their first contact. */
  public static final DiscoverySettings OFF =
      new DiscoverySettings(
          false,
          List.of(
              new BootstrapNode("router.bittorrent.com", 6881),
              new BootstrapNode("dht.transmissionbt.com", 6881),
              new BootstrapNode("dht.libtorrent.org", 25401)),
          Path.of(""),
          false);

  public DiscoverySettings {
    bootstrap = List.copyOf(bootstrap);
  }
}
