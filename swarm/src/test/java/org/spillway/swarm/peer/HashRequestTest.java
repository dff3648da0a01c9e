package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
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
  private static final byte[] CONTENT = TestTorrents.bytes(200_000, 2);

  private static final long RESERVED = EmbeddedPeer.FAST_AND_EXTENSIONS | Handshake.V2;

  private final TestTorrents torrents = new TestTorrents();
  private final EngineContext context =
      EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, Runnable::run);

  private static byte[] root(TestTorrents.Offered torrent) {
    return torrent.info().files().get(0).piecesRoot().orElseThrow().toBytes();
  }

  @Test
  void pieceLayer_isHandedOut() throws Exception {
    var torrent = torrents.offer(CONTENT, TorrentFormat.V2);
    var peer = EmbeddedPeer.connected(context, torrent.info().swarmHash());
    var range = HashRange.of(root(torrent), 0, 0, 16, 0);
    peer.send(new HashRequest(range));

    var layer = torrent.pieceLayer().orElseThrow();
    var expected = ByteBuffer.allocate(16 * 32).put(layer.toBytes()).rewind();
    assertThat(peer.messages()).containsExactly(new Hashes(range, expected));
  }

  @Test
  void range_thatTheTreeDoesNotHave() throws Exception {
    var torrent = torrents.offer(CONTENT, TorrentFormat.HYBRID);
    var peer = EmbeddedPeer.connected(context, torrent.info().swarmHash());
    var outside = HashRange.of(root(torrent), 0, 16, 16, 0);
    var otherFile = HashRange.of(new byte[32], 0, 0, 2, 0);
    peer.send(new HashRequest(outside), new HashRequest(otherFile));
    assertThat(peer.messages()).containsExactly(new HashReject(outside), new HashReject(otherFile));
  }

  @Test
  void torrent_withoutTree() throws Exception {
    var torrent = torrents.offer(CONTENT, TorrentFormat.V1);
    var peer = EmbeddedPeer.connected(context, torrent.info().swarmHash());
    var range = HashRange.of(new byte[32], 0, 0, 2, 0);
    peer.send(new HashRequest(range));
    assertThat(peer.messages()).containsExactly(new HashReject(range));
  }

  /** Recorded from libtorrent 2.0.8, which wants the block behind its short end filled up. */
  @Test
  void lastBlock_isPaddedInV2Only() throws Exception {
    var torrent = torrents.offer(CONTENT, TorrentFormat.V2);
    var peer = EmbeddedPeer.connected(context, torrent.info().swarmHash());
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

  @Test
  void hybrid_isUpgradedToV2() throws Exception {
    var info = torrents.offer(CONTENT, TorrentFormat.HYBRID).info();
    var peer = new EmbeddedPeer(context);
    peer.send(new Handshake(RESERVED, info.infoHash().orElseThrow(), EmbeddedPeer.ID));
    assertThat(peer.handshake())
        .isEqualTo(
            new Handshake(
                RESERVED, info.infoHashV2().orElseThrow().truncated(), EmbeddedPeer.SEEDER_ID));
  }

  @Test
  void hybrid_staysV1() throws Exception {
    var infoHash = torrents.offer(CONTENT, TorrentFormat.HYBRID).info().infoHash().orElseThrow();
    var peer = new EmbeddedPeer(context);
    peer.send(new Handshake(Handshake.FAST, infoHash, EmbeddedPeer.ID));
    assertThat(peer.handshake())
        .isEqualTo(new Handshake(RESERVED, infoHash, EmbeddedPeer.SEEDER_ID));
  }
}
