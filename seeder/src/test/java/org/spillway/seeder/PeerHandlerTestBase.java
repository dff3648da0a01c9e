package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.testing.catalog.CatalogFixture;
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
  static final byte[] CONTENT = CatalogFixture.bytes(100_000, 1);

  static final int BLOCK = Request.BLOCK_LENGTH;
  static final Request FIRST = new Request(0, 0, BLOCK);
  static final Request SECOND = new Request(1, 0, BLOCK);

  @TempDir Path folder;
  CatalogFixture fixture;
  OfferedTorrent torrent;
  InfoHash infoHash;
  SeederContext context;

  @BeforeEach
  void offer() throws Exception {
    fixture = CatalogFixture.start(folder, TorrentFormat.V1, Duration.ofHours(1));
    torrent = fixture.offer("file", CONTENT);
    infoHash = torrent.info().swarmHash();
    context = EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, Runnable::run);
  }

  @AfterEach
  void close() {
    fixture.close();
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
