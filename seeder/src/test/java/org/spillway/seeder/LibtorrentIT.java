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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.swarm.peer.UploadLimits;
import org.spillway.testing.Program;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;

/**
 * Downloads with Debian's python3-libtorrent, which is told the seeder's address and no tracker.
 */
@Timeout(120)
class LibtorrentIT {
  private static final byte[] CONTENT = CatalogFixture.bytes(9_000_000, 13);

  /** Arguments: magnet link or .torrent, folder, port. */
  private static final String SCRIPT =
      """
      import sys, time, libtorrent as lt
      what, folder, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
      session = lt.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False,
          'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
          'out_enc_policy': 2, 'in_enc_policy': 2, 'enable_outgoing_utp': False})
      if what.startswith('magnet:'):
          params = lt.parse_magnet_uri(what)
      else:
          params = lt.add_torrent_params()
          params.ti = lt.torrent_info(what)
      params.save_path = folder
      handle = session.add_torrent(params)
      end = time.time() + 60
      while not handle.status().is_seeding and time.time() < end:
          handle.connect_peer(('127.0.0.1', port))
          time.sleep(0.1)
      sys.exit(0 if handle.status().is_seeding else 1)
      """;

  @TempDir Path folder;

  private void download(OfferedTorrent torrent, String what, int port) throws Exception {
    Path script = Files.writeString(folder.resolve("download.py"), SCRIPT);
    Path target = Files.createDirectories(folder.resolve("target"));
    var command =
        List.of(
            "/usr/bin/python3", script.toString(), what, target.toString(), String.valueOf(port));
    Program.run(0, Duration.ofSeconds(90), Map.of(), command);
    byte[] got = Files.readAllBytes(target.resolve("file"));
    assertThat(Sha256.digest(got)).isEqualTo(torrent.sha256());
  }

  private static EngineSettings settings() {
    return EngineSettings.DEFAULT.withHost("127.0.0.1").withPort(0);
  }

  @ParameterizedTest
  @EnumSource
  void magnetLink(TorrentFormat format) throws Exception {
    try (var fixture = CatalogFixture.start(folder, format);
        var seeder =
            Seeder.start(
                settings(),
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", CONTENT);
      var info = torrent.info();
      var magnet = new StringBuilder("magnet:?dn=file");
      info.infoHash().ifPresent(hash -> magnet.append("&xt=urn:btih:").append(hash));
      info.infoHashV2().ifPresent(hash -> magnet.append("&xt=urn:btmh:1220").append(hash));
      download(torrent, magnet.toString(), seeder.port());
    }
  }

  /** Torrents that are found in DNS have no piece layers. */
  @ParameterizedTest
  @EnumSource
  void metainfo_withoutPieceLayers(TorrentFormat format) throws Exception {
    try (var fixture = CatalogFixture.start(folder, format);
        var seeder =
            Seeder.start(
                settings(),
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", CONTENT);
      var metainfo = folder.resolve("file.torrent");
      Files.write(metainfo, torrent.metainfo().withoutPieceLayers().toBytes());
      download(torrent, metainfo.toString(), seeder.port());
    }
  }

  @Test
  void metainfo() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                settings(),
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", CONTENT);
      var metainfo = folder.resolve("file.torrent");
      Files.write(metainfo, torrent.metainfo().toBytes());
      download(torrent, metainfo.toString(), seeder.port());
    }
  }
}
