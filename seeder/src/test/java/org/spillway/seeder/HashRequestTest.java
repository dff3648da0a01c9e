package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HashRange;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** BEP 52: its hash messages, and which infohash a connection goes by. */
class HashRequestTest {
  /** 13 pieces of 16 KiB, so that blocks and pieces are the same layer. */
  private static final byte[] CONTENT = CatalogFixture.bytes(200_000, 2);

  private static final long RESERVED = EmbeddedPeer.FAST_AND_EXTENSIONS | Handshake.V2;

  @TempDir Path folder;

  private CatalogFixture start(TorrentFormat format) throws Exception {
    return CatalogFixture.start(folder, format, Duration.ofHours(1));
  }

  private static SeederContext context(CatalogFixture fixture) {
    return EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, Runnable::run);
  }

  private static byte[] root(OfferedTorrent torrent) {
    return torrent.info().files().get(0).piecesRoot().orElseThrow().toBytes();
  }

  @Test
  void pieceLayer_isHandedOut() throws Exception {
    try (var fixture = start(TorrentFormat.V2)) {
      var torrent = fixture.offer("file", CONTENT);
      var peer = EmbeddedPeer.connected(context(fixture), torrent.info().swarmHash());
      var range = HashRange.of(root(torrent), 0, 0, 16, 0);
      peer.send(new HashRequest(range));

      var layer = torrent.pieceLayer().orElseThrow();
      var expected = ByteBuffer.allocate(16 * 32).put(layer.toBytes()).rewind();
      assertThat(peer.messages()).containsExactly(new Hashes(range, expected));
    }
  }

  @Test
  void range_thatTheTreeDoesNotHave() throws Exception {
    try (var fixture = start(TorrentFormat.HYBRID)) {
      var torrent = fixture.offer("file", CONTENT);
      var peer = EmbeddedPeer.connected(context(fixture), torrent.info().swarmHash());
      var outside = HashRange.of(root(torrent), 0, 16, 16, 0);
      var otherFile = HashRange.of(new byte[32], 0, 0, 2, 0);
      peer.send(new HashRequest(outside), new HashRequest(otherFile));
      assertThat(peer.messages())
          .containsExactly(new HashReject(outside), new HashReject(otherFile));
    }
  }

  @Test
  void torrent_withoutTree() throws Exception {
    try (var fixture = start(TorrentFormat.V1)) {
      var torrent = fixture.offer("file", CONTENT);
      var peer = EmbeddedPeer.connected(context(fixture), torrent.info().swarmHash());
      var range = HashRange.of(new byte[32], 0, 0, 2, 0);
      peer.send(new HashRequest(range));
      assertThat(peer.messages()).containsExactly(new HashReject(range));
    }
  }

  /** Recorded from libtorrent 2.0.8, which wants the block behind its short end filled up. */
  @Test
  void lastBlock_isPaddedInV2Only() throws Exception {
    try (var fixture = start(TorrentFormat.V2)) {
      var torrent = fixture.offer("file", CONTENT);
      var peer = EmbeddedPeer.connected(context(fixture), torrent.info().swarmHash());
      var behind = new Request(13, 0, 1);
      peer.send(new Interested(), new Request(12, 0, 16 * 1024), new Request(12, 0, 3392), behind);
      var padded = Arrays.copyOfRange(CONTENT, 12 * 16 * 1024, 13 * 16 * 1024);
      assertThat(peer.messages())
          .containsExactly(
              new Unchoke(),
              new RejectRequest(13, 0, 1),
              new Piece(12, 0, ByteBuffer.wrap(padded)),
              new Piece(12, 0, ByteBuffer.wrap(padded, 0, 3392)));
    }
  }

  @Test
  void hybrid_isUpgradedToV2() throws Exception {
    try (var fixture = start(TorrentFormat.HYBRID)) {
      var info = fixture.offer("file", CONTENT).info();
      var peer = new EmbeddedPeer(context(fixture));
      peer.send(new Handshake(RESERVED, info.infoHash().orElseThrow(), EmbeddedPeer.ID));
      assertThat(peer.handshake())
          .isEqualTo(
              new Handshake(
                  RESERVED, info.infoHashV2().orElseThrow().truncated(), EmbeddedPeer.SEEDER_ID));
    }
  }

  @Test
  void hybrid_staysV1() throws Exception {
    try (var fixture = start(TorrentFormat.HYBRID)) {
      var infoHash = fixture.offer("file", CONTENT).info().infoHash().orElseThrow();
      var peer = new EmbeddedPeer(context(fixture));
      peer.send(new Handshake(Handshake.FAST, infoHash, EmbeddedPeer.ID));
      assertThat(peer.handshake())
          .isEqualTo(new Handshake(RESERVED, infoHash, EmbeddedPeer.SEEDER_ID));
    }
  }
}
