package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.DontHaveMessage;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.NotInterested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** Pieces that were there and are not any more (BEP 54). */
class DontHaveTest {
  private static final int OURS = 3;
  private static final int THEIRS = 9;
  private static final Request BLOCK = new Request(1, 0, 100);

  private final LeechFixture leech = new LeechFixture(false);

  @BeforeEach
  void complete() throws Exception {
    var seed = leech.connected();
    seed.send(new HaveAll(), new Unchoke());
    for (var asked = requests(seed); !asked.isEmpty(); asked = requests(seed)) {
      for (Request request : asked) {
        seed.send(new Piece(request.piece(), request.begin(), leech.block(request)));
      }
    }
    seed.disconnect();
    assertThat(leech.download().isComplete()).isTrue();
  }

  private static List<Request> requests(EmbeddedPeer peer) throws Exception {
    return peer.messages().stream()
        .filter(Request.class::isInstance)
        .map(Request.class::cast)
        .toList();
  }

  private EmbeddedPeer unchoked() throws Exception {
    var peer = leech.connected();
    peer.send(
        new ExtendedHandshake(Map.of(DontHaveMessage.EXTENSION, THEIRS), 0, "", 0, 0).toMessage(),
        new Interested());
    assertThat(peer.messages()).contains(new Unchoke());
    return peer;
  }

  @Test
  void lostPiece_isRejected_andEverybodyIsTold() throws Exception {
    var asking = unchoked();
    var other = unchoked();
    leech.lose(BLOCK.piece());
    var readable = new Request(0, 0, 100);
    asking.send(readable, BLOCK);
    asking.run();
    assertThat(asking.messages()).contains(new RejectRequest(1, 0, 100));
    assertThat(asking.isOpen()).isTrue();
    for (EmbeddedPeer peer : List.of(asking, other)) {
      peer.pass(Duration.ofMillis(500));
      assertThat(peer.messages()).contains(new DontHaveMessage(1).toMessage(THEIRS));
      peer.pass(Duration.ofMillis(500));
      assertThat(peer.messages()).isEmpty();
    }
    asking.send(BLOCK);
    assertThat(asking.messages()).containsExactly(new RejectRequest(1, 0, 100));
    asking.send(readable);
    assertThat(asking.messages()).containsExactly(new Piece(0, 0, leech.block(readable)));
  }

  @Test
  void lostPiece_isNotToldToNewcomers() throws Exception {
    var asking = unchoked();
    leech.lose(BLOCK.piece());
    asking.send(BLOCK);
    asking.run();
    var late = new EmbeddedPeer(leech.context());
    late.send(
        new Handshake(
            EmbeddedPeer.FAST_AND_EXTENSIONS,
            leech.download().info().swarmHash(),
            EmbeddedPeer.anotherId()));
    late.handshake();
    var told = (Bitfield) late.messages().get(0);
    assertThat(told.toBitSet().get(BLOCK.piece())).isFalse();
    assertThat(told.toBitSet().cardinality()).isEqualTo(leech.download().info().pieceCount() - 1);
  }

  @Test
  void dontHave_ofAPeer_itIsAskedForThatPieceNoMore() throws Exception {
    var fresh = new LeechFixture(false);
    var peer = fresh.connected();
    peer.send(new HaveAll(), new Unchoke());
    int piece = requests(peer).get(0).piece();
    peer.send(dontHave(piece));
    assertThat(requests(peer)).noneMatch(request -> request.piece() == piece);
    assertThat(peer.isOpen()).isTrue();
    var all = new ArrayList<PeerMessage>();
    for (int i = 0; i < fresh.download().info().pieceCount(); i++) {
      all.add(dontHave(i));
    }
    peer.send(all.toArray(PeerMessage[]::new));
    assertThat(peer.messages()).contains(new NotInterested());
  }

  @Test
  void dontHave_ofAPieceThatDoesNotExist_isIgnored() throws Exception {
    var peer = unchoked();
    peer.send(dontHave(1000), new Extended(OURS, ByteBuffer.allocate(3)));
    peer.pass(Duration.ofMillis(500));
    assertThat(peer.isOpen()).isTrue();
  }

  private static Extended dontHave(int piece) {
    return new DontHaveMessage(piece).toMessage(OURS);
  }
}
