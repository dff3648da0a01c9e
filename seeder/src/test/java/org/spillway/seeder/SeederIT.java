package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.UploadSettings;
import org.spillway.swarm.peer.UploadLimits;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;

/** Downloads. */
@Timeout(120)
class SeederIT extends SeederTestBase {
  @ParameterizedTest
  @EnumSource
  void download_byEveryInfoHash(TorrentFormat format) throws Exception {
    try (var fixture = CatalogFixture.start(folder, format);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      byte[] content = CatalogFixture.bytes(20_000_001, 3);
      var torrent = fixture.offer("file", content);
      for (InfoHash infoHash : torrent.info().swarmHashes()) {
        byte[] got = download(seeder.port(), infoHash, torrent);
        assertThat(Sha256.digest(got)).isEqualTo(torrent.sha256());
      }
    }
  }

  @Test
  void torrents_shareOnePort() throws Exception {
    var peers = Executors.newFixedThreadPool(6);
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      List<OfferedTorrent> torrents = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        torrents.add(fixture.offer("file" + i, CatalogFixture.bytes(3_000_000 + i, i)));
      }
      List<Future<byte[]>> downloads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        var torrent = torrents.get(i % 3);
        var infoHash = torrent.info().swarmHash();
        downloads.add(peers.submit(() -> download(seeder.port(), infoHash, torrent)));
      }
      for (int i = 0; i < 6; i++) {
        assertThat(Sha256.digest(downloads.get(i).get())).isEqualTo(torrents.get(i % 3).sha256());
      }
    } finally {
      peers.shutdown();
    }
  }

  @Test
  void slowReader_holdsNobodyUp() throws Exception {
    // Time stands still for it: it would choke a peer that takes nothing for seconds.
    var policy = new UploadPolicy(UploadSettings.DEFAULT, () -> 0);
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS, UploadLimits.NONE, fixture.catalog(), policy, SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", CatalogFixture.bytes(16_000_000, 7));
      var infoHash = torrent.info().swarmHash();
      try (var slow = TestLeecher.unchoked(seeder.port(), infoHash)) {
        var requests = TestLeecher.requests(torrent.info()).subList(0, 500);
        slow.send(requests.toArray(PeerMessage[]::new));
        byte[] got = download(seeder.port(), infoHash, torrent);
        assertThat(Sha256.digest(got)).isEqualTo(torrent.sha256());
        for (Request request : requests) {
          var piece = slow.piece();
          assertThat(List.of(piece.piece(), piece.begin()))
              .isEqualTo(List.of(request.piece(), request.begin()));
        }
      }
    }
  }

  @Test
  void file_changedUnderWay() throws Exception {
    byte[] content = CatalogFixture.bytes(30_000_000, 8);
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", content);
      var infoHash = torrent.info().swarmHash();
      try (var leecher = TestLeecher.unchoked(seeder.port(), infoHash)) {
        var changed = new byte[content.length];
        assertThatThrownBy(
                () -> {
                  for (int i = 0; ; i++) {
                    var request = new Request(i % torrent.info().pieceCount(), 0, 16 * 1024);
                    leecher.send(request, request, request);
                    assertOld(content, torrent, leecher.piece());
                    if (i == 20) {
                      overwrite(fixture.file("file"), changed);
                    }
                  }
                })
            .isInstanceOfAny(EOFException.class, SocketException.class);
      }
    }
  }

  /** Links, permissions and times leave the bytes alone: nobody is sent away for them. */
  @Test
  void file_withAnotherStatusUnderWay() throws Exception {
    byte[] content = CatalogFixture.bytes(5_000_000, 8);
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", content);
      Path file = fixture.file("file");
      try (var leecher = TestLeecher.unchoked(seeder.port(), torrent.info().swarmHash())) {
        assertThat(leecher.download(torrent.info())).isEqualTo(content);
        Files.createLink(folder.resolve("snapshot"), file);
        assertThat(leecher.download(torrent.info())).isEqualTo(content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(leecher.download(torrent.info())).isEqualTo(content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(leecher.download(torrent.info())).isEqualTo(content);
        await("the new time").until(() -> hasTime(fixture, FileTime.fromMillis(0)));
        assertThat(leecher.download(torrent.info())).isEqualTo(content);
      }
    }
  }

  /** Whether the torrent is that of the file since it was touched. */
  private static boolean hasTime(CatalogFixture fixture, FileTime time) {
    var offer = fixture.catalog().byPath("/file").orElseThrow();
    return offer.torrent().isPresent() && offer.lastModified().equals(time.toInstant());
  }

  private static void assertOld(byte[] content, OfferedTorrent torrent, Piece piece) {
    int start = TestLeecher.offset(torrent.info(), piece);
    var expected = ByteBuffer.wrap(content, start, piece.block().remaining());
    assertThat(piece.block()).isEqualTo(expected);
  }

  private static void overwrite(Path file, byte[] content) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(content));
    }
  }

  @Test
  void torrent_withdrawn() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1);
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var torrent = fixture.offer("file", CatalogFixture.bytes(100_000, 9));
      var infoHash = torrent.info().swarmHash();
      try (var leecher = TestLeecher.unchoked(seeder.port(), infoHash);
          var late = TestLeecher.connect(seeder.port())) {
        Files.setPosixFilePermissions(
            fixture.file("file"), PosixFilePermissions.fromString("rw-------"));
        assertThat(leecher.isClosedBySeeder()).isTrue();
        late.send(new Handshake(0, infoHash, TestLeecher.ID));
        assertThat(late.isClosedBySeeder()).isTrue();
      }
    }
  }
}
