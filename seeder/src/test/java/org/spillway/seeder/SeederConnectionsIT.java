package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.peer.UploadLimits;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Request;

/** The port, and who connects to it. */
@Timeout(120)
class SeederConnectionsIT extends SeederTestBase {
  /** A uTP connection's first packet, as libtorrent sends it (BEP 29). */
  private static final String UTP_SYN = "410041fac785c49000000000000000009e5f0000";

  @Test
  void randomBytes_costOnlyTheirConnection() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", CatalogFixture.bytes(500_000, 4));
      var infoHash = torrent.info().swarmHash();
      try (var good = TestLeecher.unchoked(seeder.port(), infoHash);
          var noise = TestLeecher.connect(seeder.port());
          var noiseLater = TestLeecher.unchoked(seeder.port(), infoHash)) {
        noise.send(CatalogFixture.bytes(1000, 5));
        noiseLater.send(CatalogFixture.bytes(1000, 6));
        assertThat(noise.isClosedBySeeder()).isTrue();
        assertThat(noiseLater.isClosedBySeeder()).isTrue();
        assertThat(Sha256.digest(good.download(torrent.info()))).isEqualTo(torrent.sha256());
      }
      assertThat(seeder.stats().misbehaved()).isEqualTo(2);
    }
  }

  @Test
  void meet_dialsOnce() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm());
        var door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var torrent = fixture.offer("file", CatalogFixture.bytes(300_000, 10));
      var infoHash = torrent.info().swarmHash();
      var address = new PeerAddress(door.getInetAddress(), door.getLocalPort());
      seeder.meet(InfoHash.of(new byte[20]), address);
      seeder.meet(infoHash, address);
      seeder.meet(infoHash, address);
      try (var leecher = new TestLeecher(door.accept())) {
        assertThat(leecher.handshake().infoHash()).isEqualTo(infoHash);
        leecher.send(new Handshake(Handshake.FAST, infoHash, TestLeecher.ID));
        leecher.awaitUnchoke();
        byte[] got = leecher.download(torrent.info());
        assertThat(Sha256.digest(got)).isEqualTo(torrent.sha256());
      }
      assertThat(seeder.stats().dials()).isEqualTo(1);
    }
  }

  /** Its client announces itself under both hashes. */
  @Test
  void meet_hybrid_dialsOnce() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.HYBRID);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm());
        var door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var torrent = fixture.offer("file", CatalogFixture.bytes(300_000, 10));
      var hashes = torrent.info().swarmHashes();
      assertThat(hashes).hasSize(2);
      var address = new PeerAddress(door.getInetAddress(), door.getLocalPort());
      hashes.forEach(hash -> seeder.meet(hash, address));
      try (var leecher = new TestLeecher(door.accept())) {
        leecher.handshake();
        leecher.send(new Handshake(Handshake.FAST, hashes.get(1), TestLeecher.ID));
        leecher.awaitUnchoke();
        hashes.forEach(hash -> seeder.meet(hash, address));
      }
      assertThat(seeder.stats().dials()).isEqualTo(1);
    }
  }

  @Test
  void connections_beyondTheLimit() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS.withMaxConnections(1),
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var infoHash = fixture.offer("file", CatalogFixture.bytes(1000, 11)).info().swarmHash();
      try (var first = TestLeecher.unchoked(seeder.port(), infoHash);
          var second = TestLeecher.connect(seeder.port())) {
        assertThat(second.isClosedBySeeder()).isTrue();
        first.send(new Request(0, 0, 1000));
        assertThat(first.piece().block().remaining()).isEqualTo(1000);
      }
    }
  }

  @Test
  void connections_beyondTheLimitOfAnAddress() throws Exception {
    var settings = SETTINGS.withHost("0.0.0.0").withMaxConnectionsPerAddress(2);
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                settings,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var infoHash = fixture.offer("file", CatalogFixture.bytes(1000, 11)).info().swarmHash();
      try (var first = TestLeecher.unchoked(seeder.port(), infoHash)) {
        try (var second = TestLeecher.unchoked(seeder.port(), infoHash);
            var third = TestLeecher.connect(seeder.port());
            var neighbour = TestLeecher.connectFrom("127.0.0.2", seeder.port())) {
          assertThat(third.isClosedBySeeder()).isTrue();
          assertThat(seeder.stats().connectionsRefused()).isEqualTo(1);
          neighbour.send(new Handshake(0, infoHash, TestLeecher.ID));
          assertThat(neighbour.handshake().infoHash()).isEqualTo(infoHash);
          assertCanDownload(second);
        }
        await("one connection").until(() -> seeder.stats().connections() == 1);
        try (var later = TestLeecher.unchoked(seeder.port(), infoHash)) {
          assertCanDownload(later);
          assertCanDownload(first);
        }
      }
    }
  }

  private static void assertCanDownload(TestLeecher leecher) throws IOException {
    leecher.send(new Request(0, 0, 1000));
    assertThat(leecher.piece().block().remaining()).isEqualTo(1000);
  }

  @Test
  void output_shutDownAfterTheHandshake() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var infoHash = fixture.offer("file", CatalogFixture.bytes(1000, 13)).info().swarmHash();
      for (int i = 0; i < 50; i++) {
        try (var peer = TestLeecher.connect(seeder.port())) {
          peer.send(new Handshake(0, infoHash, TestLeecher.ID));
          peer.shutDownOutput();
          assertThat(peer.isClosedBySeeder()).isTrue();
        }
      }
      await("no connection and no torrent")
          .until(() -> seeder.stats().connections() == 0 && seeder.stats().torrents() == 0);
      assertThat(seeder.stats().misbehaved()).isZero();
    }
  }

  @Test
  void port_taken() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      assertThatThrownBy(
              () ->
                  Seeder.start(
                          SETTINGS.withPort(seeder.port()),
                          UploadLimits.NONE,
                          fixture.catalog(),
                          TestPolicies.fresh(),
                          SendBuffers.ofThisJvm())
                      .close())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "seeder.port: port " + seeder.port() + " of 127.0.0.1 is taken; ");
    }
  }

  @Test
  void host_ofOtherMachine() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1)) {
      assertThatThrownBy(
              () ->
                  Seeder.start(
                          SETTINGS.withHost("192.0.2.1"),
                          UploadLimits.NONE,
                          fixture.catalog(),
                          TestPolicies.fresh(),
                          SendBuffers.ofThisJvm())
                      .close())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("seeder.host: cannot listen on 192.0.2.1");
    }
  }

  /** A peer that tries uTP first is told at once that there is none (BEP 29), and turns to TCP. */
  @Test
  void utp_isRefused() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm());
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(30_000);
      byte[] syn = HexFormat.of().parseHex(UTP_SYN);
      var seederAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), seeder.port());
      socket.send(new DatagramPacket(syn, syn.length, seederAddress));
      var answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      assertThat(answer.getSocketAddress()).isEqualTo(seederAddress);
      assertThat(answer.getLength()).isEqualTo(20);
      var reset = ByteBuffer.wrap(answer.getData());
      var asked = ByteBuffer.wrap(syn);
      assertThat(reset.get(0)).isEqualTo((byte) 0x31);
      assertThat(reset.getShort(2)).as("connection_id").isEqualTo(asked.getShort(2));
      assertThat(reset.getShort(18)).as("ack_nr").isEqualTo(asked.getShort(16));
    }
  }

  @Test
  void close_endsConnectionsAndThreads() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1)) {
      var torrent = fixture.offer("file", CatalogFixture.bytes(20_000_000, 12));
      var seeder =
          Seeder.start(
              SETTINGS,
              UploadLimits.NONE,
              fixture.catalog(),
              TestPolicies.fresh(),
              SendBuffers.ofThisJvm());
      try (var leecher = TestLeecher.unchoked(seeder.port(), torrent.info().swarmHash())) {
        leecher.send(
            TestLeecher.requests(torrent.info()).subList(0, 500).toArray(PeerMessage[]::new));
        leecher.piece();
        seeder.close();
        seeder.close();
        assertThat(leecher.isClosedBySeeder()).isTrue();
      }
      var stats = seeder.stats();
      assertThat(List.of(stats.connections(), stats.torrents())).containsExactly(0, 0);
      assertThat(seederThreads()).isEmpty();
    }
  }

  private static List<String> seederThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("seeder-"))
        .toList();
  }
}
