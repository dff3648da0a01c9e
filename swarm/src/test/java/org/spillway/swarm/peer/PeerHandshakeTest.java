package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.admission.Contact;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.HaveNone;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.Unchoke;

/** How a connection begins. */
class PeerHandshakeTest extends PeerHandlerTestBase {
  @Test
  void handshake_ofOfferedTorrent() throws Exception {
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(EmbeddedPeer.FAST_AND_EXTENSIONS, infoHash));
    assertThat(peer.handshake())
        .isEqualTo(
            new Handshake(Handshake.FAST | Handshake.EXTENSIONS, infoHash, EmbeddedPeer.SEEDER_ID));
    var messages = peer.messages();
    assertThat(messages).hasSize(2).first().isEqualTo(new HaveAll());
    assertThat(ExtendedHandshake.read(((Extended) messages.get(1)).payload()))
        .isEqualTo(
            new ExtendedHandshake(
                Map.of("ut_metadata", 1, "ut_pex", 2, "lt_donthave", 3),
                torrent.info().toBytes().length,
                "Spillway 0.1",
                0,
                EngineSettings.DEFAULT.maxQueuedRequests(),
                true));
  }

  @Test
  void handshake_withoutReservedBits() throws Exception {
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(0, infoHash));
    peer.handshake();
    assertThat(peer.messages()).containsExactly(Bitfield.complete(7));
  }

  @Test
  void handshake_withMessagesBehind() throws Exception {
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(Handshake.FAST, infoHash), new HaveNone(), new Interested(), FIRST);
    peer.handshake();
    assertThat(peer.messages()).containsExactly(new HaveAll(), new Unchoke(), piece(FIRST));
  }

  @Test
  void handshake_ofUnknownTorrent() {
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(0, InfoHash.of(new byte[20])));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot().handshakesRefused()).isEqualTo(1);
  }

  /** An owner that has just started may offer the torrent as soon as it has found it. */
  @Test
  void handshake_whileTorrentsMayCome_waits() throws Exception {
    torrents = new TestTorrents();
    torrents.settled(false);
    var starting = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, Runnable::run);
    var peer = new EmbeddedPeer(starting);
    var stranger = new EmbeddedPeer(starting);
    peer.send(handshake(Handshake.FAST, infoHash), new Interested());
    stranger.send(handshake(Handshake.FAST, InfoHash.of(new byte[20])));
    peer.pass(PeerHandler.OFFERS);
    assertThat(peer.isOpen()).isTrue();

    torrents.offer(CONTENT, TorrentFormat.V1);
    torrents.settled(true);
    peer.pass(PeerHandler.OFFERS);
    assertThat(peer.handshake().infoHash()).isEqualTo(infoHash);
    assertThat(peer.messages()).containsExactly(new HaveAll(), new Unchoke());
    stranger.pass(PeerHandler.OFFERS);
    assertThat(stranger.isOpen()).isFalse();
    peer.disconnect();
    assertThat(torrents.size()).isZero();
  }

  @Test
  void handshake_whileTorrentsMayCome_doesNotWaitForEver() {
    torrents = new TestTorrents();
    torrents.settled(false);
    var peer =
        new EmbeddedPeer(EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, Runnable::run));
    peer.send(handshake(Handshake.FAST, infoHash));
    peer.pass(PeerHandler.HANDSHAKE_TIMEOUT.minusSeconds(1));
    assertThat(peer.isOpen()).isTrue();
    peer.pass(Duration.ofSeconds(1));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void handshake_afterFileWasRemoved() {
    torrent.remove();
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(0, infoHash));
    assertThat(peer.isOpen()).isFalse();
    assertThat(torrents.size()).isZero();
  }

  @Test
  void handshake_ofOtherProtocol() {
    var peer = new EmbeddedPeer(context);
    peer.send(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n", StandardCharsets.US_ASCII));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot().misbehaved()).isEqualTo(1);
  }

  @Test
  void handshake_ofOurselves() {
    var peer = new EmbeddedPeer(context);
    peer.send(new Handshake(0, infoHash, EmbeddedPeer.SEEDER_ID));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void handshake_missing() {
    var peer = new EmbeddedPeer(context);
    peer.pass(PeerHandler.HANDSHAKE_TIMEOUT.minusSeconds(1));
    assertThat(peer.isOpen()).isTrue();
    peer.pass(Duration.ofSeconds(1));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void handshake_answeringOurs() throws Exception {
    var peer = new EmbeddedPeer(context, dial());
    assertThat(peer.handshake().infoHash()).isEqualTo(infoHash);
    peer.send(handshake(Handshake.FAST, infoHash), new Interested());
    assertThat(peer.messages()).containsExactly(new HaveAll(), new Unchoke());
    assertThat(context.contacts().mayDial(List.of(dial().contact()))).isFalse();
    peer.disconnect();
    assertThat(context.contacts().mayDial(List.of(dial().contact()))).isTrue();
    assertThat(torrents.size()).isZero();
  }

  @Test
  void handshake_answeringOursForOtherTorrent() throws Exception {
    var peer = new EmbeddedPeer(context, dial());
    peer.handshake();
    peer.send(handshake(Handshake.FAST, InfoHash.of(new byte[20])));
    assertThat(peer.isOpen()).isFalse();
    assertThat(torrents.size()).isZero();
  }

  private Dial dial() {
    var address = new PeerAddress(InetAddress.getLoopbackAddress(), 6881);
    return new Dial(new Contact(infoHash, address), Dial.Transport.UTP_THEN_TCP, DialListener.NONE);
  }

  @Test
  void handshake_messagesBeforeTheAnswer() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, disk::add);
    var patient = new EmbeddedPeer(context);
    patient.send(handshake(Handshake.FAST, infoHash), new Interested());
    patient.send(Unpooled.wrappedBuffer(keepAlives(FrameDecoder.MAX_LENGTH - 1)));
    assertThat(patient.isOpen()).isTrue();
    disk.remove().run();
    patient.run();
    patient.handshake();
    assertThat(patient.messages()).containsExactly(new HaveAll(), new Unchoke());
  }

  @Test
  void handshake_floodBeforeTheAnswer() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, disk::add);
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(Handshake.FAST, infoHash));
    for (int i = 0; i < 5; i++) {
      peer.send(Unpooled.wrappedBuffer(keepAlives(FrameDecoder.MAX_LENGTH / 4)));
    }
    assertThat(peer.isOpen()).isFalse();
    disk.remove().run();
    peer.run();
    assertThat(torrents.size()).isZero();
    assertThat(context.counters().misbehaved.sum()).isEqualTo(1);
  }

  /** Each is four zeros. */
  private static byte[] keepAlives(int atMostBytes) {
    return new byte[atMostBytes / Integer.BYTES * Integer.BYTES];
  }

  @Test
  void handshake_inSmallParts() throws Exception {
    var whole = ByteBuffer.allocate(Handshake.LENGTH);
    handshake(Handshake.FAST, infoHash).writeTo(whole);
    var peer = new EmbeddedPeer(context);
    IntStream.range(0, whole.capacity())
        .forEach(i -> peer.send(Unpooled.wrappedBuffer(whole.array(), i, 1)));
    peer.handshake();
    assertThat(peer.messages()).containsExactly(new HaveAll());
  }
}
