package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.testing.Program;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.TorrentFormat;

/** Debian's python3-libtorrent finds the seeder in a private DHT on loopback. */
@Timeout(120)
class LibtorrentDhtIT {
  private static final byte[] CONTENT = CatalogFixture.bytes(2_000_000, 17);

  /** Arguments: magnet link, folder, first node of the DHT. */
  private static final String SCRIPT =
      """
      import sys, time, libtorrent as lt
      session = lt.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': True,
          'dht_bootstrap_nodes': sys.argv[3], 'enable_lsd': False, 'enable_upnp': False,
          'enable_natpmp': False, 'dht_restrict_routing_ips': False,
          'dht_restrict_search_ips': False, 'dht_enforce_node_id': False,
          'dht_prefer_verified_node_ids': False, 'allow_multiple_connections_per_ip': True})
      params = lt.parse_magnet_uri(sys.argv[1])
      params.save_path = sys.argv[2]
      handle = session.add_torrent(params)
      end = time.time() + 60
      while not handle.status().is_seeding and time.time() < end:
          handle.force_dht_announce()
          time.sleep(0.5)
      sys.exit(0 if handle.status().is_seeding else 1)
      """;

  @TempDir Path folder;

  private static Seeder start(Catalog catalog, List<BootstrapNode> bootstrap) throws Exception {
    return Seeder.start(
        SeederTestBase.SETTINGS.withDiscovery(
            DiscoverySettings.OFF.withDht(true).withBootstrap(bootstrap)),
        UploadLimits.NONE,
        catalog,
        TestPolicies.fresh(),
        SendBuffers.ofThisJvm());
  }

  @Test
  void magnetLink_withoutPeersAndTrackers() throws Exception {
    var other = Files.createDirectories(folder.resolve("other"));
    try (var nothing = CatalogFixture.start(other, TorrentFormat.V1);
        var first = start(nothing.catalog(), List.of());
        var fixture =
            CatalogFixture.start(
                Files.createDirectories(folder.resolve("ours")), TorrentFormat.V1);
        var seeder =
            start(fixture.catalog(), List.of(new BootstrapNode("127.0.0.1", first.port())))) {
      var torrent = fixture.offer("file", CONTENT);
      Path script = Files.writeString(folder.resolve("download.py"), SCRIPT);
      Path target = Files.createDirectories(folder.resolve("target"));
      var command =
          List.of(
              "/usr/bin/python3",
              script.toString(),
              "magnet:?xt=urn:btih:" + torrent.info().swarmHash(),
              target.toString(),
              "127.0.0.1:" + first.port());
      Program.run(0, Duration.ofSeconds(90), Map.of(), command);
      assertThat(target.resolve("file")).hasBinaryContent(CONTENT);
      assertThat(seeder.stats().bytesSent()).isGreaterThanOrEqualTo(CONTENT.length);
    }
  }
}
