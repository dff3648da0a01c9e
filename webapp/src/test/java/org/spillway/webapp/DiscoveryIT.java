package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.ClientSettings;
import org.spillway.client.DhtUse;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.client.Source;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.encryption.SharedSecrets;
import org.spillway.swarm.encryption.TorrentKeys;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.swarm.peer.PeerEngine;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.BoundedMemory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.InfoHash;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.Keys;

/** The client finds the seeder without tracker, web seed or a named peer. */
@Timeout(120)
class DiscoveryIT {
  private static final String NAME = "file.bin";
  private static final byte[] CONTENT = TestSite.bytes(31, 1_000_000);

  @TempDir private Path folder;

  /** Has no torrents, so that its engine is a node of the DHT and nothing else. */
  private static final class Nothing implements TorrentDirectory {
    @Override
    public boolean mayOffer(InfoHash swarmHash) {
      return false;
    }

    @Override
    public boolean mayOfferLater() {
      return false;
    }

    @Override
    public SharedSecrets secrets() {
      return new TorrentKeys();
    }

    @Override
    public Optional<PeerTorrent> join(InfoHash swarmHash, PeerConnection peer) {
      return Optional.empty();
    }

    @Override
    public void leave(PeerTorrent torrent, PeerConnection peer) {
      throw new IllegalStateException("nobody has joined");
    }
  }

  private static PeerEngine firstNode() throws IOException {
    var settings =
        EngineSettings.DEFAULT
            .withHost("127.0.0.1")
            .withPort(0)
            .withDiscovery(DiscoverySettings.OFF.withDht(true).withBootstrap(List.of()));
    return PeerEngine.start(
        settings, UploadLimits.NONE, new Nothing(), new BoundedMemory(1024 * 1024));
  }

  private ServedSite serve(Map<String, String> more) throws Exception {
    Files.createDirectories(folder.resolve("content/pub"));
    Files.write(folder.resolve("content/pub/" + NAME), CONTENT);
    Map<Key<?>, String> keys = new HashMap<>();
    more.forEach((key, value) -> keys.put(Keys.of(key).orElseThrow(), value));
    return ServedSite.start(folder, keys);
  }

  @Test
  void get_magnetLinkWithoutTracker_findsTheSeederInTheDht() throws Exception {
    try (var first = firstNode();
        var site =
            serve(
                Map.of(
                    "seeder.enabled",
                    "true",
                    "seeder.host",
                    "127.0.0.1",
                    "seeder.port",
                    "0",
                    "dht.enabled",
                    "true",
                    "dht.bootstrap",
                    "127.0.0.1:" + first.port()))) {
      var torrent = TestSite.torrent(site.url("/pub/" + NAME));
      var settings =
          ClientSettings.DEFAULT
              .withDht(DhtUse.WITHOUT_TRACKERS)
              .withBootstrap(List.of(new BootstrapNode("127.0.0.1", first.port())));
      var magnet = URI.create("magnet:?xt=urn:btih:" + torrent.info().swarmHash());
      Path target = folder.resolve("target");
      var result = new Downloader(settings).get(magnet, target, Progress.NONE);
      assertThat(target).hasBinaryContent(CONTENT);
      assertThat(result.from(Source.PEER)).isEqualTo(CONTENT.length);
    }
  }
}
