package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.TorrentFormat;

/** Engines on loopback that find each other in a private DHT. */
@Timeout(120)
class EngineDiscoveryIT {
  private static final DiscoverySettings DHT =
      DiscoverySettings.OFF.withDht(true).withBootstrap(List.of());

  @TempDir Path folder;

  private final byte[] content = TestTorrents.bytes(500_000, 1);
  private final TestTorrents torrents = new TestTorrents();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static EngineSettings settings(DiscoverySettings discovery) {
    return EngineSettings.DEFAULT
        .withHost("127.0.0.1")
        .withPort(0)
        .withUtp(false)
        .withDiscovery(discovery);
  }

  private PeerEngine engine(EngineSettings settings) throws Exception {
    var engine = PeerEngine.start(settings, UploadLimits.NONE, torrents, new TestMemory());
    open.add(0, engine);
    return engine;
  }

  private static DiscoverySettings joining(PeerEngine bootstrap) {
    return DHT.withBootstrap(List.of(new BootstrapNode("127.0.0.1", bootstrap.port())));
  }

  private static int nodesOf(PeerEngine engine) {
    return engine.discovery().dhtStats().orElseThrow().nodes();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void search_findsWhoAnnounces(boolean utp) throws Exception {
    var bootstrap = engine(settings(DHT));
    var seed = engine(settings(joining(bootstrap)).withUtp(utp));
    var torrent = torrents.offer(content, TorrentFormat.V1);
    torrent.info().swarmHashes().forEach(seed.discovery()::announce);
    var leech =
        new TestLeech(
            torrent.hashes(), settings(joining(bootstrap)).withUtp(utp), UploadLimits.NONE);
    open.add(0, leech);
    leech.discover();
    await("the whole content")
        .atMost(Duration.ofSeconds(30))
        .until(() -> leech.download().isComplete());
    assertThat(leech.content()).isEqualTo(content);
  }

  /** The message PORT leads a node without others to that of its peer (BEP 5). */
  @Test
  void port_leadsToTheNodeOfThePeer() throws Exception {
    var seed = engine(settings(DHT));
    var torrent = torrents.offer(content, TorrentFormat.V1);
    var leech = new TestLeech(torrent.hashes(), settings(DHT), UploadLimits.NONE);
    open.add(0, leech);
    seed.dial(torrent.info().swarmHash(), leech.address(), torrent.info().swarmHashes());
    await("the node of the peer").atMost(Duration.ofSeconds(30)).until(() -> nodesOf(seed) > 0);
  }

  @Test
  void close_keepsTheNodes() throws Exception {
    Path file = folder.resolve("nodes");
    var other = engine(settings(DHT));
    try (var first =
        PeerEngine.start(
            settings(joining(other).withNodesFile(file)),
            UploadLimits.NONE,
            torrents,
            new TestMemory())) {
      await("a node").atMost(Duration.ofSeconds(30)).until(() -> nodesOf(first) > 0);
    }
    assertThat(Files.size(file)).isPositive();
    var second = engine(settings(DHT.withNodesFile(file)));
    await("the node of before").atMost(Duration.ofSeconds(30)).until(() -> nodesOf(second) > 0);
  }
}
