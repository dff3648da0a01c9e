package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.UploadGoal;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.UploadSettings;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.HaveNone;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** Which pieces a peer hears of. */
class OffersTest {
  private static final int BLOCK = Request.BLOCK_LENGTH;
  private static final int PIECES = 200;

  /** Each piece is a block. */
  private static final byte[] CONTENT = TestTorrents.bytes(PIECES * BLOCK, 1);

  private final AtomicLong now = new AtomicLong();
  private TestTorrents torrents;
  private TestTorrents.Offered torrent;
  private UploadPolicy policy;
  private EngineContext context;

  @BeforeEach
  void offer() {
    torrents = new TestTorrents();
    torrent = torrents.offer(CONTENT, TorrentFormat.V1);
    assertThat(torrent.info().pieceCount()).isEqualTo(PIECES);
    upload(UploadSettings.DEFAULT);
  }

  private void upload(UploadSettings settings) {
    policy = new UploadPolicy(settings, now::get);
    torrents.upload(policy, UploadLimits.NONE);
    context = EmbeddedPeer.context(torrents, EngineSettings.DEFAULT, Runnable::run);
  }

  /** After the handshakes, with what the seeder says first still to be read. */
  private EmbeddedPeer connected(long reserved) throws Exception {
    var peer = new EmbeddedPeer(context);
    peer.send(new Handshake(reserved, torrent.info().swarmHash(), EmbeddedPeer.anotherId()));
    peer.handshake();
    return peer;
  }

  private static List<Integer> pieces(List<PeerMessage> messages) {
    return messages.stream()
        .filter(Have.class::isInstance)
        .map(message -> ((Have) message).piece())
        .toList();
  }

  private static List<Integer> others(List<Integer> pieces) {
    return IntStream.range(0, PIECES).filter(piece -> !pieces.contains(piece)).boxed().toList();
  }

  @Test
  void first_isTheOnlyOne_everything() throws Exception {
    assertThat(connected(Handshake.FAST).messages()).containsExactly(new HaveAll());
  }

  @Test
  void first_withoutFastExtension_everything() throws Exception {
    assertThat(connected(0).messages()).containsExactly(Bitfield.complete(PIECES));
  }

  @Test
  void second_someUntilItHasThem() throws Exception {
    connected(Handshake.FAST);
    var messages = connected(Handshake.FAST).messages();
    assertThat(messages).startsWith(new HaveNone());
    assertThat(pieces(messages)).doesNotHaveDuplicates().hasSize(messages.size() - 1);
    assertThat(pieces(messages)).hasSizeBetween(1, PIECES / 4);
  }

  /** A bitfield without a bit may be left out (BEP 3). */
  @Test
  void second_withoutFastExtension_haves() throws Exception {
    connected(0);
    var messages = connected(0).messages();
    assertThat(messages).isNotEmpty().hasOnlyElementsOfType(Have.class);
  }

  /**
   * libtorrent parts with a peer that downloads nothing more (BEP 21) and has nothing it needs, so
   * only those are told who are told of everything.
   */
  @Test
  void second_isNotToldThatWeDownloadNothing() throws Exception {
    assertThat(uploadOnly(connected(EmbeddedPeer.FAST_AND_EXTENSIONS))).isTrue();
    assertThat(uploadOnly(connected(EmbeddedPeer.FAST_AND_EXTENSIONS))).isFalse();
  }

  private static boolean uploadOnly(EmbeddedPeer peer) throws Exception {
    for (PeerMessage message : peer.messages()) {
      if (message instanceof Extended extended) {
        return ExtendedHandshake.read(extended.payload()).uploadOnly();
      }
    }
    throw new AssertionError("no extended handshake came");
  }

  @Test
  void second_andThird_differentPieces() throws Exception {
    connected(Handshake.FAST);
    var second = pieces(connected(Handshake.FAST).messages());
    var third = pieces(connected(Handshake.FAST).messages());
    assertThat(third).isNotEmpty().doesNotContainAnyElementsOf(second);
  }

  @Test
  void oneAfterAnother_eachIsTheOnlyOne() throws Exception {
    connected(Handshake.FAST).disconnect();
    assertThat(connected(Handshake.FAST).messages()).containsExactly(new HaveAll());
  }

  @Test
  void have_makesRoom() throws Exception {
    connected(Handshake.FAST);
    var peer = connected(Handshake.FAST);
    var offered = pieces(peer.messages());
    peer.pass(PeerHandler.OFFERS);
    assertThat(peer.messages()).as("as many as it may have on their way").isEmpty();
    peer.send(new Have(offered.get(0)));
    assertThat(pieces(peer.messages())).isNotEmpty().doesNotContainAnyElementsOf(offered);
  }

  @Test
  void time_offersPiecesAnewWhenNoneArrive() throws Exception {
    connected(Handshake.FAST);
    var peer = connected(Handshake.FAST);
    var offered = pieces(peer.messages());
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    peer.pass(PeerHandler.OFFERS);
    assertThat(pieces(peer.messages())).isNotEmpty().doesNotContainAnyElementsOf(offered);
  }

  @Test
  void request_ofWhatWasNotOffered() throws Exception {
    connected(Handshake.FAST);
    var peer = connected(Handshake.FAST);
    int piece = others(pieces(peer.messages())).get(0);
    peer.send(new Interested(), new Request(piece, 0, BLOCK));
    assertThat(peer.messages())
        .filteredOn(message -> !(message instanceof Have))
        .containsExactly(
            new Unchoke(), new Piece(piece, 0, ByteBuffer.wrap(CONTENT, piece * BLOCK, BLOCK)));
  }

  @Test
  void thrifty_onlyWhatNobodyHas() throws Exception {
    upload(new UploadSettings(UploadGoal.THRIFTY, 1));
    var first = connected(Handshake.FAST);
    IntStream.range(0, PIECES).filter(piece -> piece != 42).forEach(i -> first.send(new Have(i)));
    assertThat(connected(Handshake.FAST).messages()).containsExactly(new HaveNone(), new Have(42));
    assertThat(connected(Handshake.FAST).messages()).containsExactly(new HaveNone());
  }

  @Test
  void thrifty_peerThatNobodyServes() throws Exception {
    upload(new UploadSettings(UploadGoal.THRIFTY, 1));
    var first = connected(Handshake.FAST);
    IntStream.range(1, PIECES).forEach(piece -> first.send(new Have(piece)));
    connected(Handshake.FAST);
    var third = connected(Handshake.FAST);
    assertThat(third.messages()).containsExactly(new HaveNone());
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    third.pass(PeerHandler.OFFERS);
    assertThat(third.messages()).isNotEmpty().hasOnlyElementsOfType(Have.class);
  }

  @Test
  void complete_countsAsACopyOnce() throws Exception {
    var peer = connected(Handshake.FAST);
    peer.send(new HaveAll(), new Have(0), new Interested(), new Request(0, 0, BLOCK));
    assertThat(peer.isOpen()).isFalse();
    assertThat(policy.of(torrent.info()).copies()).isEqualTo(1);
  }

  @Test
  void disconnected_doesNotCount() throws Exception {
    var peer = connected(Handshake.FAST);
    IntStream.range(0, PIECES - 1).forEach(piece -> peer.send(new Have(piece)));
    assertThat(policy.of(torrent.info()).copies()).isEqualTo((PIECES - 1.0) / PIECES);
    peer.disconnect();
    assertThat(policy.of(torrent.info()).copies()).isZero();
  }
}
