package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.RateLimiter;
import org.spillway.torrent.peer.Cancel;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.NotInterested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** Requests, and the blocks that answer them. */
class PeerRequestsTest extends PeerHandlerTestBase {
  @Test
  void requests_inOneBurst() throws Exception {
    var peer = unchoked();
    var last = new Request(6, 0, 100_000 - 6 * BLOCK);
    var part = new Request(3, 100, 1000);
    peer.send(FIRST, SECOND, part, last);
    assertThat(peer.messages())
        .containsExactly(piece(FIRST), piece(SECOND), piece(part), piece(last));
    var stats = context.counters().snapshot();
    assertThat(stats.blocksSent()).isEqualTo(4);
    assertThat(stats.bytesSent()).isEqualTo(2L * BLOCK + 1000 + last.length());
  }

  @Test
  void request_whileChoked() throws Exception {
    var peer = connected();
    peer.send(FIRST);
    assertThat(peer.messages()).containsExactly(reject(FIRST));
    assertThat(context.counters().snapshot().requestsRejected()).isEqualTo(1);
  }

  @Test
  void request_outOfRange() throws Exception {
    var peer = unchoked();
    var noPiece = new Request(7, 0, BLOCK);
    var pastPiece = new Request(0, 1, BLOCK);
    var pastEnd = new Request(6, 0, BLOCK);
    var overflow = new Request(Integer.MAX_VALUE, Integer.MAX_VALUE, BLOCK);
    peer.send(noPiece, pastPiece, pastEnd, overflow);
    assertThat(peer.messages())
        .containsExactly(reject(noPiece), reject(pastPiece), reject(pastEnd), reject(overflow));
  }

  @Test
  void request_outOfRangeWithoutFastExtension() throws Exception {
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(0, infoHash), new Interested(), new Request(7, 0, BLOCK));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void requests_beyondQueue() throws Exception {
    var settings = EngineSettings.DEFAULT.withMaxQueuedRequests(1);
    context = EmbeddedPeer.context(torrents, settings, Runnable::run);
    var peer = unchoked();
    peer.send(FIRST, SECOND);
    assertThat(peer.messages()).containsExactlyInAnyOrder(reject(SECOND), piece(FIRST));
  }

  @Test
  void requests_thatNobodyListensToTheAnswersOf() throws Exception {
    var peer = connected();
    var flood = new PeerMessage[60_000];
    Arrays.fill(flood, FIRST);
    peer.send(flood);
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void cancel_ofWaitingBlock() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, disk::add);
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(Handshake.FAST, infoHash), new Interested(), FIRST);
    disk.remove().run();
    peer.run();
    peer.handshake();
    assertThat(peer.messages()).containsExactly(new HaveAll(), new Unchoke());

    peer.send(SECOND, new Cancel(1, 0, BLOCK), new Cancel(0, 0, BLOCK));
    assertThat(peer.messages()).containsExactly(reject(SECOND));
    disk.remove().run();
    peer.run();
    assertThat(peer.messages()).containsExactly(piece(FIRST));
    assertThat(disk).isEmpty();
  }

  @Test
  void disconnect_whileBlocksAreRead() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, disk::add);
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(Handshake.FAST, infoHash), new Interested(), FIRST);
    disk.remove().run();
    peer.run();
    peer.disconnect();
    assertThat(torrents.size()).isEqualTo(1);
    disk.remove().run();
    peer.run();
    assertThat(torrents.size()).isZero();
  }

  @Test
  void notInterested_withWaitingRequests() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, disk::add);
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(Handshake.FAST, infoHash), new Interested());
    disk.remove().run();
    peer.run();
    peer.handshake();
    peer.messages();
    peer.send(FIRST, new NotInterested());
    assertThat(peer.messages()).containsExactly(new Choke(), reject(FIRST));
  }

  @Test
  void uploadSlot_isPassedOn() throws Exception {
    var limits = new UploadLimits(RateLimiter.unlimited(), 0, 0, 1, ChokerOrder.ROUND_ROBIN);
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, limits, Runnable::run);
    var first = unchoked();
    var second = connected();
    var third = connected();
    second.send(new Interested());
    third.send(new Interested());
    assertThat(second.messages()).isEmpty();
    second.disconnect();
    first.disconnect();
    third.run();
    assertThat(third.messages()).contains(new Unchoke());
  }

  @Test
  void changedFile_isNotSent() throws Exception {
    var peer = unchoked();
    torrent.change();
    peer.send(FIRST, SECOND);
    assertThat(peer.messages()).isEmpty();
    assertThat(peer.isOpen()).isFalse();
    assertThat(torrents.size()).isZero();
  }

  @Test
  void withdrawnTorrent_losesItsPeers() throws Exception {
    var peer = connected();
    torrent.withdraw();
    peer.run();
    assertThat(peer.isOpen()).isFalse();
    assertThat(torrents.size()).isZero();
  }

  @Test
  void content_isOpenedOnceForAllPeers() throws Exception {
    var first = connected();
    var second = connected();
    assertThat(torrents.size()).isEqualTo(1);
    first.disconnect();
    second.send(new Interested(), FIRST);
    assertThat(second.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
    second.disconnect();
    assertThat(torrents.size()).isZero();
  }
}
