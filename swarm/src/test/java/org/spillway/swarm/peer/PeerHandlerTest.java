package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Cancel;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.KeepAlive;
import org.spillway.torrent.peer.MetadataMessage;
import org.spillway.torrent.peer.NotInterested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Port;
import org.spillway.torrent.peer.SuggestPiece;
import org.spillway.torrent.peer.Unchoke;
import org.spillway.torrent.peer.Unknown;

/** Messages that ask for nothing, and silence. */
class PeerHandlerTest extends PeerHandlerTestBase {
  private static List<PeerMessage> costly() {
    return List.of(
        new Interested(),
        new KeepAlive(),
        theirExtensions(),
        new MetadataMessage.Request(0).toMessage(1),
        new Have(0),
        new Cancel(0, 0, 1000));
  }

  @ParameterizedTest
  @MethodSource("costly")
  void messagesThatAskForNothingNew_tooMany_closed(PeerMessage message) throws Exception {
    var peer = connected();
    var some = new PeerMessage[MessageBudget.BURST / 2];
    Arrays.fill(some, message);
    peer.send(some);
    assertThat(peer.isOpen()).isTrue();
    peer.send(some);
    peer.send(some);
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void messagesThatAskForNothingNew_overTime_allowed() throws Exception {
    var peer = connected();
    var some = new PeerMessage[MessageBudget.BURST / 2];
    Arrays.fill(some, new KeepAlive());
    for (int i = 0; i < 10; i++) {
      peer.send(some);
      peer.pass(Duration.ofSeconds(10));
    }
    assertThat(peer.isOpen()).isTrue();
  }

  @Test
  void interestThatComesAndGoes_oneFlushForEachRead() throws Exception {
    var peer = connected();
    var flushes = peer.flushes();
    var toggles = new PeerMessage[100];
    for (int i = 0; i < toggles.length; i++) {
      toggles[i] = i % 2 == 0 ? new Interested() : new NotInterested();
    }
    peer.send(toggles);
    assertThat(peer.flushes() - flushes).isLessThanOrEqualTo(2);
  }

  @Test
  void otherMessages_areIgnored() throws Exception {
    var peer = connected();
    peer.send(
        new KeepAlive(),
        new Port(6881),
        new SuggestPiece(99),
        new Unknown(200, ByteBuffer.allocate(3)),
        new Extended(77, ByteBuffer.allocate(3)),
        new Choke(),
        new Unchoke(),
        new Piece(0, 0, ByteBuffer.allocate(10)));
    assertThat(peer.messages()).isEmpty();
    assertThat(peer.isOpen()).isTrue();
  }

  @Test
  void haveAll_ofPeer() throws Exception {
    var peer = connected();
    peer.send(new HaveAll());
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void have_ofLastPieceThatPeerLacked() throws Exception {
    var peer = connected();
    var six = new BitSet();
    six.set(0, 6);
    peer.send(Bitfield.of(six, 7));
    assertThat(peer.isOpen()).isTrue();
    peer.send(new Have(6));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot().misbehaved()).isZero();
  }

  @Test
  void bitfield_ofOtherLength() throws Exception {
    var peer = connected();
    peer.send(Bitfield.of(new BitSet(), 9));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot().misbehaved()).isEqualTo(1);
  }

  @Test
  void have_ofPieceThatThereIsNot() throws Exception {
    var peer = connected();
    peer.send(new Have(7));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void message_tooLong() throws Exception {
    var peer = connected();
    peer.send(Unpooled.buffer().writeInt(FrameDecoder.MAX_LENGTH + 1).writeByte(5));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void keepAlive_isSentWhenNothingElseIs() throws Exception {
    var peer = connected();
    peer.pass(PeerHandler.KEEP_ALIVE);
    assertThat(peer.messages()).isEmpty();
    peer.pass(PeerHandler.KEEP_ALIVE);
    assertThat(peer.messages()).containsExactly(new KeepAlive());
  }

  @Test
  void idle_peer() throws Exception {
    var peer = connected();
    var idle = EngineSettings.DEFAULT.idleTimeout();
    peer.send(new KeepAlive());
    peer.pass(idle);
    assertThat(peer.isOpen()).isTrue();
    peer.pass(idle);
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void anything_endsInAnAnswerOrTheEndOfTheConnection() throws Exception {
    long seed = 20260101;
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var peer = connected();
      for (int i = 0; i < 20 && peer.isOpen(); i++) {
        byte[] payload = new byte[random.nextInt(60)];
        random.nextBytes(payload);
        int id = random.nextInt(26);
        peer.send(Unpooled.buffer().writeInt(1 + payload.length).writeByte(id).writeBytes(payload));
      }
      peer.checkException();
      peer.disconnect();
    }
    assertThat(torrents.size()).isZero();
  }
}
