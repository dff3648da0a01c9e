package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.swarm.peer.UploadLimits;
import org.spillway.testing.Program;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;

/** Downloads with Debian's python3-libtorrent, which may use uTP only. */
@Timeout(120)
class UtpIT {
  private static final byte[] CONTENT = CatalogFixture.bytes(9_000_000, 13);

  /** Arguments: .torrent, folder, address, port. */
  private static final String SCRIPT =
      """
      import sys, time, libtorrent as lt
      what, folder, host, port = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
      listen = '[%s]:0' % host if ':' in host else host + ':0'
      session = lt.session({'listen_interfaces': listen, 'enable_dht': False,
          'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
          'enable_outgoing_tcp': False, 'enable_incoming_tcp': False,
          'out_enc_policy': 2, 'in_enc_policy': 2, 'allow_multiple_connections_per_ip': True})
      params = lt.add_torrent_params()
      params.ti = lt.torrent_info(what)
      params.save_path = folder
      handle = session.add_torrent(params)
      end = time.time() + 60
      while not handle.status().is_seeding and time.time() < end:
          handle.connect_peer((host, port))
          time.sleep(0.1)
      sys.exit(0 if handle.status().is_seeding else 1)
      """;

  @TempDir Path folder;

  private void download(OfferedTorrent torrent, String host, int port) throws Exception {
    Path script = Files.writeString(folder.resolve("download.py"), SCRIPT);
    Path target = Files.createDirectories(folder.resolve("target"));
    Path metainfo = folder.resolve("file.torrent");
    Files.write(metainfo, torrent.metainfo().toBytes());
    var command =
        List.of(
            "/usr/bin/python3",
            script.toString(),
            metainfo.toString(),
            target.toString(),
            host,
            String.valueOf(port));
    Program.run(0, Duration.ofSeconds(90), Map.of(), command);
    byte[] got = Files.readAllBytes(target.resolve("file"));
    assertThat(Sha256.digest(got)).isEqualTo(torrent.sha256());
  }

  private static EngineSettings settings(String host) {
    return EngineSettings.DEFAULT.withHost(host).withPort(0).withUtp(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void libtorrent(String host) throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                settings(host),
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      download(fixture.offer("file", CONTENT), host, seeder.port());
      assertThat(seeder.stats().bytesSent()).isGreaterThanOrEqualTo(CONTENT.length);
      assertThat(seeder.stats().misbehaved()).isZero();
    }
  }

  @Test
  void close_freesThePort() throws Exception {
    int port;
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                settings("127.0.0.1"),
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      port = seeder.port();
      download(fixture.offer("file", CONTENT), "127.0.0.1", port);
    }
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var socket = DatagramChannel.open()) {
      assertThat(socket.bind(address).getLocalAddress()).isEqualTo(address);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("seeder-"));
  }
}
