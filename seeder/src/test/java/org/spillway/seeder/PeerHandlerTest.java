package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.UploadSettings;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Cancel;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.HaveNone;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.KeepAlive;
import org.spillway.torrent.peer.MetadataMessage;
import org.spillway.torrent.peer.NotInterested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Port;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.SuggestPiece;
import org.spillway.torrent.peer.Unchoke;
import org.spillway.torrent.peer.Unknown;

class PeerHandlerTest {
  /** Six pieces of 16 KiB and a short one. */
  private static final byte[] CONTENT = CatalogFixture.bytes(100_000, 1);

  private static final int BLOCK = Request.BLOCK_LENGTH;
  private static final Request FIRST = new Request(0, 0, BLOCK);
  private static final Request SECOND = new Request(1, 0, BLOCK);

  @TempDir Path folder;
  private CatalogFixture fixture;
  private OfferedTorrent torrent;
  private InfoHash infoHash;
  private SeederContext context;

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

  private EmbeddedPeer connected() throws Exception {
    return EmbeddedPeer.connected(context, infoHash);
  }

  private EmbeddedPeer unchoked() throws Exception {
    var peer = connected();
    peer.send(new Interested());
    assertThat(peer.messages()).containsExactly(new Unchoke());
    return peer;
  }

  private static Handshake handshake(long reserved, InfoHash infoHash) {
    return new Handshake(reserved, infoHash, EmbeddedPeer.ID);
  }

  private static Piece piece(Request request) {
    int start = request.piece() * BLOCK + request.begin();
    return new Piece(
        request.piece(), request.begin(), ByteBuffer.wrap(CONTENT, start, request.length()));
  }

  private static RejectRequest reject(Request request) {
    return new RejectRequest(request.piece(), request.begin(), request.length());
  }

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
                Map.of("ut_metadata", 1),
                torrent.info().toBytes().length,
                "Spillway 0.1",
                0,
                SeederSettings.DEFAULT.maxQueuedRequests()));
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
    assertThat(context.counters().snapshot(0).handshakesRefused()).isEqualTo(1);
  }

  private CatalogFixture notStarted() throws IOException {
    return CatalogFixture.open(
        folder.resolve("later"), files -> files.withFormat(TorrentFormat.V1));
  }

  /** A seeder that has just started may offer the torrent as soon as it has found it. */
  @Test
  void handshake_whileTheCatalogStarts_waits() throws Exception {
    try (var later = notStarted()) {
      var starting = EmbeddedPeer.context(later.catalog(), SeederSettings.DEFAULT, Runnable::run);
      var peer = new EmbeddedPeer(starting);
      var stranger = new EmbeddedPeer(starting);
      peer.send(handshake(Handshake.FAST, infoHash), new Interested());
      stranger.send(handshake(Handshake.FAST, InfoHash.of(new byte[20])));
      peer.pass(PeerHandler.OFFERS);
      assertThat(peer.isOpen()).isTrue();

      later.begin();
      later.offer("file", CONTENT);
      await("a settled catalog").until(() -> later.catalog().isSettled());
      peer.pass(PeerHandler.OFFERS);
      assertThat(peer.handshake().infoHash()).isEqualTo(infoHash);
      assertThat(peer.messages()).containsExactly(new HaveAll(), new Unchoke());
      stranger.pass(PeerHandler.OFFERS);
      assertThat(stranger.isOpen()).isFalse();
      peer.disconnect();
      assertThat(starting.torrents().size()).isZero();
    }
  }

  @Test
  void handshake_whileTheCatalogStarts_doesNotWaitForEver() throws Exception {
    try (var later = notStarted()) {
      var starting = EmbeddedPeer.context(later.catalog(), SeederSettings.DEFAULT, Runnable::run);
      var peer = new EmbeddedPeer(starting);
      peer.send(handshake(Handshake.FAST, infoHash));
      peer.pass(PeerHandler.HANDSHAKE_TIMEOUT.minusSeconds(1));
      assertThat(peer.isOpen()).isTrue();
      peer.pass(Duration.ofSeconds(1));
      assertThat(peer.isOpen()).isFalse();
    }
  }

  @Test
  void handshake_afterFileWasRemoved() throws Exception {
    Files.delete(fixture.file("file"));
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(0, infoHash));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.torrents().size()).isZero();
  }

  @Test
  void handshake_ofOtherProtocol() {
    var peer = new EmbeddedPeer(context);
    peer.send(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n", StandardCharsets.US_ASCII));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot(0).misbehaved()).isEqualTo(1);
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
    var peer = new EmbeddedPeer(context, contact());
    assertThat(peer.handshake().infoHash()).isEqualTo(infoHash);
    peer.send(handshake(Handshake.FAST, infoHash), new Interested());
    assertThat(peer.messages()).containsExactly(new HaveAll(), new Unchoke());
    assertThat(context.contacts().mayDial(List.of(contact()))).isFalse();
    peer.disconnect();
    assertThat(context.contacts().mayDial(List.of(contact()))).isTrue();
    assertThat(context.torrents().size()).isZero();
  }

  @Test
  void handshake_answeringOursForOtherTorrent() throws Exception {
    var peer = new EmbeddedPeer(context, contact());
    peer.handshake();
    peer.send(handshake(Handshake.FAST, InfoHash.of(new byte[20])));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.torrents().size()).isZero();
  }

  private Contact contact() {
    return new Contact(infoHash, new PeerAddress(InetAddress.getLoopbackAddress(), 6881));
  }

  @Test
  void requests_inOneBurst() throws Exception {
    var peer = unchoked();
    var last = new Request(6, 0, 100_000 - 6 * BLOCK);
    var part = new Request(3, 100, 1000);
    peer.send(FIRST, SECOND, part, last);
    assertThat(peer.messages())
        .containsExactly(piece(FIRST), piece(SECOND), piece(part), piece(last));
    var stats = context.counters().snapshot(0);
    assertThat(stats.blocksSent()).isEqualTo(4);
    assertThat(stats.bytesSent()).isEqualTo(2L * BLOCK + 1000 + last.length());
  }

  @Test
  void request_whileChoked() throws Exception {
    var peer = connected();
    peer.send(FIRST);
    assertThat(peer.messages()).containsExactly(reject(FIRST));
    assertThat(context.counters().snapshot(0).requestsRejected()).isEqualTo(1);
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
    var settings = SeederSettings.DEFAULT.withMaxQueuedRequests(1);
    context = EmbeddedPeer.context(fixture.catalog(), settings, Runnable::run);
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
    context = EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, disk::add);
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
  void handshake_messagesBeforeTheAnswer() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, disk::add);
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
    context = EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, disk::add);
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(Handshake.FAST, infoHash));
    for (int i = 0; i < 5; i++) {
      peer.send(Unpooled.wrappedBuffer(keepAlives(FrameDecoder.MAX_LENGTH / 4)));
    }
    assertThat(peer.isOpen()).isFalse();
    disk.remove().run();
    peer.run();
    assertThat(context.torrents().size()).isZero();
    assertThat(context.counters().misbehaved.sum()).isEqualTo(1);
  }

  /** Each is four zeros. */
  private static byte[] keepAlives(int atMostBytes) {
    return new byte[atMostBytes / Integer.BYTES * Integer.BYTES];
  }

  @Test
  void disconnect_whileBlocksAreRead() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, disk::add);
    var peer = new EmbeddedPeer(context);
    peer.send(handshake(Handshake.FAST, infoHash), new Interested(), FIRST);
    disk.remove().run();
    peer.run();
    peer.disconnect();
    assertThat(context.torrents().size()).isEqualTo(1);
    disk.remove().run();
    peer.run();
    assertThat(context.torrents().size()).isZero();
  }

  @Test
  void notInterested_withWaitingRequests() throws Exception {
    Queue<Runnable> disk = new ArrayDeque<>();
    context = EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, disk::add);
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
    var policy = new UploadPolicy(UploadSettings.DEFAULT, System::nanoTime);
    context =
        EmbeddedPeer.context(
            fixture.catalog(), SeederSettings.DEFAULT, limits, policy, Runnable::run);
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
  void metadata_requested() throws Exception {
    var peer = connected();
    var info = torrent.info().toBytes();
    peer.send(
        theirExtensions(),
        new MetadataMessage.Request(0).toMessage(1),
        new MetadataMessage.Request(1).toMessage(1));
    assertThat(peer.messages())
        .containsExactly(
            new MetadataMessage.Data(0, info.length, ByteBuffer.wrap(info)).toMessage(5),
            new MetadataMessage.Reject(1).toMessage(5));
  }

  private static Extended theirExtensions() {
    return new ExtendedHandshake(Map.of("ut_metadata", 5), 0, "", 0, 0).toMessage();
  }

  @Test
  void metadata_requestedTooOften() throws Exception {
    var peer = connected();
    peer.send(theirExtensions());
    var flood = new PeerMessage[MessageBudget.BURST - 10];
    Arrays.fill(flood, new MetadataMessage.Request(0).toMessage(1));
    peer.send(flood);
    var reject = new MetadataMessage.Reject(0).toMessage(5);
    assertThat(peer.messages()).contains(reject);
  }

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

  /** BEP 10: libtorrent and Transmission go on serving such peers, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "le",
        "d1:m",
        "d1:md11:ut_metadatai5ee1:v999999:x",
        "d1:pi1e1:md11:ut_metadatai5eee",
        "d1:md11:ut_metadatai5ee1:md11:ut_metadatai6eee",
        "d1:md11:ut_metadatai5eeexyz",
        "d1:md11:ut_metadatai5ee4:reqqi-1ee",
        "d1:md11:ut_metadatai5ee13:metadata_sizei-1ee",
        "d1:md11:ut_metadatai5ee13:metadata_sizei99999999999999999999ee",
        "d1:md11:ut_metadatai300eee",
        "d1:m5:wronge",
        "d1:pi70000ee",
      })
  void extendedHandshake_malformed_costsNoMoreThanTheExtension(String payload) throws Exception {
    var peer = connected();
    peer.send(new Extended(0, ascii(payload)), new MetadataMessage.Request(9).toMessage(1));
    var answer = peer.messages();
    if (payload.contains("ut_metadatai5e") && !payload.contains("999999:")) {
      assertThat(answer).containsExactly(new MetadataMessage.Reject(9).toMessage(5));
    } else {
      assertThat(answer).isEmpty();
    }
    peer.send(new Interested(), FIRST);
    assertThat(peer.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
    assertThat(context.counters().snapshot(0).misbehaved()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "le",
        "de",
        "d8:msg_type1:0e",
        "d8:msg_typei0ee",
        "d8:msg_typei0e5:piecei-1ee",
        "d8:msg_typei0e5:piecei4294967296ee",
        "d8:msg_typei1e5:piecei0e10:total_sizei9ee",
        "d8:msg_typei99e5:piecei0ee",
      })
  void metadataMessage_malformed_isPassedOver(String payload) throws Exception {
    var peer = connected();
    peer.send(theirExtensions(), new Extended(1, ascii(payload)));
    assertThat(peer.messages()).isEmpty();
    peer.send(new Interested(), FIRST);
    assertThat(peer.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
  }

  @Test
  void extendedHandshake_again_changesOnlyWhatItNames() throws Exception {
    var peer = connected();
    var request = new MetadataMessage.Request(9).toMessage(1);
    peer.send(theirExtensions(), new Extended(0, ascii("d1:md6:ut_pexi1eee")), request);
    assertThat(peer.messages()).containsExactly(new MetadataMessage.Reject(9).toMessage(5));
    peer.send(new Extended(0, ascii("d1:md11:ut_metadatai0eee")), request);
    assertThat(peer.messages()).isEmpty();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** As much of an extension's message as of any other is kept in memory. */
  @Test
  void extended_longerThanAnyOther_isPassedOver() throws Exception {
    var peer = connected();
    int length = PeerMessage.MAX_LENGTH;
    peer.send(Unpooled.buffer().writeInt(length).writeByte(Extended.ID));
    for (int rest = length - 1; rest > 0; rest -= 16 * 1024) {
      peer.send(Unpooled.wrappedBuffer(new byte[Math.min(rest, 16 * 1024)]));
    }
    peer.send(new Interested(), FIRST);
    assertThat(peer.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
  }

  @Test
  void extended_longerThanAMebibyte() throws Exception {
    var peer = connected();
    peer.send(Unpooled.buffer().writeInt(PeerMessage.MAX_LENGTH + 1).writeByte(Extended.ID));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void extended_withoutAnId_isPassedOver() throws Exception {
    var peer = connected();
    peer.send(Unpooled.buffer().writeInt(1).writeByte(Extended.ID));
    peer.send(new Interested());
    assertThat(peer.messages()).containsExactly(new Unchoke());
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
    assertThat(context.counters().snapshot(0).misbehaved()).isZero();
  }

  @Test
  void bitfield_ofOtherLength() throws Exception {
    var peer = connected();
    peer.send(Bitfield.of(new BitSet(), 9));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot(0).misbehaved()).isEqualTo(1);
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
    var idle = SeederSettings.DEFAULT.idleTimeout();
    peer.send(new KeepAlive());
    peer.pass(idle);
    assertThat(peer.isOpen()).isTrue();
    peer.pass(idle);
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void changedFile_isNotSent() throws Exception {
    var peer = unchoked();
    Files.write(fixture.file("file"), new byte[1], StandardOpenOption.WRITE);
    peer.send(FIRST, SECOND);
    assertThat(peer.messages()).isEmpty();
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.torrents().size()).isZero();
  }

  @Test
  void touchedFile_isSent() throws Exception {
    var peer = unchoked();
    Files.setLastModifiedTime(fixture.file("file"), FileTime.from(Instant.EPOCH));
    peer.send(FIRST, SECOND);
    assertThat(peer.messages()).hasSize(2).allMatch(message -> message instanceof Piece);
    assertThat(peer.isOpen()).isTrue();
  }

  @Test
  void withdrawnTorrent_losesItsPeers() throws Exception {
    fixture.catalog().addListener(context.torrents());
    var peer = connected();
    Files.delete(fixture.file("file"));
    assertThat(fixture.catalog().byPath("/file")).isEmpty();
    peer.run();
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.torrents().size()).isZero();
  }

  @Test
  void content_isOpenedOnceForAllPeers() throws Exception {
    var first = connected();
    var second = connected();
    assertThat(context.torrents().size()).isEqualTo(1);
    first.disconnect();
    second.send(new Interested(), FIRST);
    assertThat(second.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
    second.disconnect();
    assertThat(context.torrents().size()).isZero();
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
    assertThat(context.torrents().size()).isZero();
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
