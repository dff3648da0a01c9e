package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** A seeder of one file, and peers that are connected to it without sockets. */
abstract class PeerHandlerTestBase {
  /** Six pieces of 16 KiB and a short one. */
  static final byte[] CONTENT = TestTorrents.bytes(100_000, 1);

  static final int BLOCK = Request.BLOCK_LENGTH;
  static final Request FIRST = new Request(0, 0, BLOCK);
  static final Request SECOND = new Request(1, 0, BLOCK);

  TestTorrents torrents;
  TestTorrents.Offered torrent;
  InfoHash infoHash;
  EngineContext context;

  @BeforeEach
  void offer() {
    torrents = new TestTorrents();
    torrent = torrents.offer(CONTENT, TorrentFormat.V1);
    infoHash = torrent.info().swarmHash();
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, Runnable::run);
  }

  EmbeddedPeer connected() throws Exception {
    return EmbeddedPeer.connected(context, infoHash);
  }

  EmbeddedPeer unchoked() throws Exception {
    var peer = connected();
    peer.send(new Interested());
    assertThat(peer.messages()).containsExactly(new Unchoke());
    return peer;
  }

  static Handshake handshake(long reserved, InfoHash infoHash) {
    return new Handshake(reserved, infoHash, EmbeddedPeer.ID);
  }

  static Piece piece(Request request) {
    int start = request.piece() * BLOCK + request.begin();
    return new Piece(
        request.piece(), request.begin(), ByteBuffer.wrap(CONTENT, start, request.length()));
  }

  static RejectRequest reject(Request request) {
    return new RejectRequest(request.piece(), request.begin(), request.length());
  }

  static Extended theirExtensions() {
    return new ExtendedHandshake(Map.of("ut_metadata", 5), 0, "", 0, 0).toMessage();
  }
}
