package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.MalformedMessageException;

@SuppressWarnings("FutureReturnValueIgnored") // what is written is read on the other side
class EncryptionHandlerTest {
  private static final InfoHash TORRENT =
      InfoHash.parse("00112233445566778899aabbccddeeff01234567");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final TorrentKeys torrents = new TorrentKeys();

  EncryptionHandlerTest() {
    torrents.add(TORRENT);
  }

  private StreamEncryption encryption(Encryption policy) {
    return new StreamEncryption(policy, torrents, Runnable::run, random);
  }

  private ChannelHandler outgoing(Encryption policy) {
    return encryption(policy).outgoing(TORRENT);
  }

  private ChannelHandler incoming(Encryption policy) {
    return encryption(policy).incoming();
  }

  private byte[] handshake() {
    var bytes = ByteBuffer.allocate(Handshake.LENGTH);
    new Handshake(0, TORRENT, PeerId.random(random)).writeTo(bytes);
    return bytes.array();
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Writes in portions of any length, in buffers that may and may not be changed. */
  private void write(EmbeddedChannel channel, byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      int length = 1 + random.nextInt(bytes.length - at);
      var buffer = Unpooled.copiedBuffer(bytes, at, length);
      channel.write(random.nextBoolean() ? buffer : buffer.asReadOnly());
      at += length;
    }
    channel.flush();
  }

  private int anyPortion(int most) {
    return 1 + random.nextInt(most);
  }

  private void assertTalk(Encryption from, Encryption to, IntUnaryOperator portion) {
    var pair = new EmbeddedPair(outgoing(from), incoming(to), portion);
    byte[] first = handshake();
    write(pair.dialler, first);
    pair.run();
    assertThat(EmbeddedPair.read(pair.accepter)).as("seed %d", seed).isEqualTo(first);
    for (int i = 0; i < 5; i++) {
      byte[] there = randomBytes(1 + random.nextInt(2000));
      byte[] back = randomBytes(1 + random.nextInt(2000));
      write(pair.dialler, there);
      write(pair.accepter, back);
      pair.run();
      assertThat(EmbeddedPair.read(pair.accepter)).as("seed %d", seed).isEqualTo(there);
      assertThat(EmbeddedPair.read(pair.dialler)).as("seed %d", seed).isEqualTo(back);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void talk_everyPolicy_everySplit(int split) {
    var portions = List.<IntUnaryOperator>of(most -> most, most -> 1, this::anyPortion);
    for (int i = 0; i < 10; i++) {
      for (var from : List.of(Encryption.PREFER_PLAIN, Encryption.REQUIRE)) {
        for (var to : List.of(Encryption.PREFER_PLAIN, Encryption.REQUIRE)) {
          assertTalk(from, to, portions.get(split));
        }
      }
    }
  }

  @Test
  void plaintextSelected_removesBothHandlers() {
    var pair =
        new EmbeddedPair(
            outgoing(Encryption.PREFER_PLAIN), incoming(Encryption.PREFER_PLAIN), most -> most);
    write(pair.dialler, handshake());
    pair.run();
    assertThat(pair.dialler.pipeline().first()).isNull();
    assertThat(pair.accepter.pipeline().first()).isNull();
  }

  @Test
  void plainPeer_seesNoHandler() {
    for (var policy : List.of(Encryption.OFF, Encryption.PREFER_PLAIN)) {
      for (int i = 1; i < Handshake.LENGTH; i++) {
        var channel = new EmbeddedChannel(incoming(policy));
        byte[] bytes = handshake();
        channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, i));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, i, bytes.length - i));
        assertThat(EmbeddedPair.read(channel)).isEqualTo(bytes);
        assertThat(channel.pipeline().first()).isNull();
      }
    }
  }

  private void assertRefused(EmbeddedChannel channel, byte[] bytes, String message) {
    assertThatThrownBy(() -> channel.writeInbound(Unpooled.copiedBuffer(bytes)))
        .isInstanceOf(EncryptionRefusedException.class)
        .hasMessage(message);
    assertThat(channel.isOpen()).isFalse();
    assertThat(EmbeddedPair.read(channel)).isEmpty();
  }

  @Test
  void plainPeer_encryptionRequired_isRefused() {
    assertRefused(
        new EmbeddedChannel(incoming(Encryption.REQUIRE)),
        handshake(),
        "the peer does not encrypt");
  }

  @Test
  void encryptingPeer_encryptionOff_isRefused() {
    var dialler = new EmbeddedChannel(outgoing(Encryption.REQUIRE));
    assertRefused(
        new EmbeddedChannel(incoming(Encryption.OFF)),
        EmbeddedPair.sent(dialler),
        "the peer encrypts, or its protocol is not BitTorrent");
  }

  /** A public key may begin as a plain handshake does. */
  @Test
  void publicKey_thatBeginsWithTheProtocolsName_isTold() throws Exception {
    byte[] key = handshake();
    key[19] = 'L';
    var channel = new EmbeddedChannel(incoming(Encryption.PREFER_PLAIN));
    for (byte one : key) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {one}));
    }
    channel.writeInbound(Unpooled.copiedBuffer(randomBytes(KeyExchange.LENGTH - key.length)));
    assertThat(EmbeddedPair.sent(channel)).hasSizeGreaterThanOrEqualTo(KeyExchange.LENGTH);
  }

  @Test
  void nothingWritten_goesOnWithoutInitialPayload() {
    var pair =
        new EmbeddedPair(
            outgoing(Encryption.REQUIRE), incoming(Encryption.REQUIRE), this::anyPortion);
    pair.run();
    byte[] first = handshake();
    write(pair.dialler, first);
    pair.run();
    assertThat(EmbeddedPair.read(pair.accepter)).isEqualTo(first);
  }

  /** What does not fit into the initial payload waits for the end of the handshake. */
  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 200_000})
  void muchWritten_beforeTheHandshake(int length) {
    for (var policy : List.of(Encryption.PREFER_PLAIN, Encryption.REQUIRE)) {
      var pair = new EmbeddedPair(outgoing(policy), incoming(policy), this::anyPortion);
      byte[] bytes = randomBytes(length);
      write(pair.dialler, bytes);
      pair.run();
      assertThat(EmbeddedPair.read(pair.accepter)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void waitingWrites_countForWritability() {
    var dialler = new EmbeddedChannel(outgoing(Encryption.REQUIRE));
    dialler.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1000, 2000));
    var written = dialler.writeAndFlush(Unpooled.copiedBuffer(randomBytes(3000)));
    assertThat(dialler.isWritable()).isFalse();
    assertThat(written.isDone()).isFalse();
    var pair =
        new EmbeddedPair(dialler, new EmbeddedChannel(incoming(Encryption.REQUIRE)), most -> most);
    pair.run();
    assertThat(dialler.isWritable()).isTrue();
    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void close_failsWhatWaits() {
    var dialler = new EmbeddedChannel(outgoing(Encryption.REQUIRE));
    var buffer = Unpooled.copiedBuffer(randomBytes(100));
    var written = dialler.writeAndFlush(buffer);
    dialler.close();
    assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
    assertThat(buffer.refCnt()).isZero();
  }

  @Test
  void malformed_closesAndFailsWhatWaits() {
    var dialler = new EmbeddedChannel(outgoing(Encryption.REQUIRE));
    var written = dialler.writeAndFlush(Unpooled.copiedBuffer(randomBytes(100)));
    assertThatThrownBy(
            () -> dialler.writeInbound(Unpooled.wrappedBuffer(new byte[KeyExchange.LENGTH])))
        .isInstanceOf(MalformedMessageException.class);
    assertThat(dialler.isOpen()).isFalse();
    assertThat(written.cause()).isInstanceOf(MalformedMessageException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFER_PLAIN", "REQUIRE"})
  void success_isTold(Encryption policy) {
    List<Object> events = new ArrayList<>();
    var pair = new EmbeddedPair(outgoing(policy), incoming(policy), most -> most);
    pair.dialler.pipeline().addLast(collecting(events));
    pair.accepter.pipeline().addLast(collecting(events));
    pair.run();
    var expected = new EncryptedStream(TORRENT, policy.methods().get(0));
    assertThat(events).containsExactly(expected, expected);
  }

  private static ChannelHandler collecting(List<Object> events) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        events.add(event);
      }
    };
  }

  /** The secret is computed whenever the executor likes, and padding may come in the meantime. */
  @Test
  void executor_late() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    var encryption = new StreamEncryption(Encryption.REQUIRE, torrents, tasks::add, random);
    var pair =
        new EmbeddedPair(encryption.outgoing(TORRENT), encryption.incoming(), this::anyPortion);
    byte[] first = handshake();
    write(pair.dialler, first);
    pair.run();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    pair.run();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    pair.run();
    assertThat(EmbeddedPair.read(pair.accepter)).isEqualTo(first);
    assertThat(tasks).isEmpty();
  }

  @Test
  void executor_closedMeanwhile_doesNothing() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    var encryption = new StreamEncryption(Encryption.REQUIRE, torrents, tasks::add, random);
    var pair = new EmbeddedPair(encryption.outgoing(TORRENT), encryption.incoming(), most -> most);
    pair.run();
    pair.accepter.close();
    tasks.remove().run();
    pair.accepter.runPendingTasks();
    assertThat(EmbeddedPair.sent(pair.accepter)).isEmpty();
    pair.accepter.checkException();
  }

  @Test
  void executor_overloaded_isRefused() {
    Executor full =
        task -> {
          throw new RejectedExecutionException();
        };
    var encryption = new StreamEncryption(Encryption.REQUIRE, torrents, full, random);
    assertRefused(
        new EmbeddedChannel(encryption.incoming()),
        EmbeddedPair.sent(new EmbeddedChannel(outgoing(Encryption.REQUIRE))),
        "too many peers want to encrypt at this moment");
  }

  @Test
  void randomBytes_areNeverHandedOn() {
    for (int i = 0; i < 100; i++) {
      var channel = new EmbeddedChannel(incoming(Encryption.PREFER_PLAIN));
      assertThatThrownBy(() -> channel.writeInbound(Unpooled.copiedBuffer(randomBytes(2000))))
          .as("seed %d", seed)
          .isInstanceOf(MalformedMessageException.class);
      assertThat(channel.isOpen()).isFalse();
      assertThat(EmbeddedPair.read(channel)).isEmpty();
    }
  }

  /** Without a handshake yet: {@code FrameDecoder} passes such buffers through the pipeline. */
  @Test
  void emptyBuffer_changesNothing() {
    var channel = new EmbeddedChannel(incoming(Encryption.REQUIRE));
    ByteBuf empty = Unpooled.EMPTY_BUFFER;
    channel.writeInbound(empty);
    assertThat(channel.isOpen()).isTrue();
  }
}
