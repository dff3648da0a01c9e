package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CipherHandlerTest {
  private static final byte[] KEY = {1, 2, 3, 4, 5};

  private final EmbeddedChannel channel =
      new EmbeddedChannel(CipherHandler.both(new Rc4(KEY), new Rc4(KEY)));

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** So the writer sees by the reader index what the system has taken, and nothing is copied. */
  @Test
  void write_ownBytes_inTheirPlace() {
    var block = ByteBuffer.allocateDirect(1000).put(bytes(1000)).flip();
    var buffer = Unpooled.wrappedBuffer(block);
    var written = channel.writeAndFlush(buffer);
    ByteBuf sent = channel.readOutbound();
    assertThat(sent).isSameAs(buffer);
    assertThat(written.isSuccess()).isTrue();
    assertThat(EmbeddedPair.bytes(List.of(sent))).isEqualTo(new Rc4(KEY).apply(bytes(1000)));
  }

  @Test
  void write_readOnlyBytes_areCopied() {
    byte[] plain = bytes(1000);
    assertCopied(Unpooled.wrappedBuffer(plain).asReadOnly(), plain);
  }

  @Test
  void write_readOnlyMemory_isCopied() {
    byte[] plain = bytes(1000);
    assertCopied(Unpooled.wrappedBuffer(ByteBuffer.wrap(plain).asReadOnlyBuffer()), plain);
  }

  @Test
  void write_severalPieces_areCopied() {
    byte[] plain = bytes(1000);
    assertCopied(
        Unpooled.wrappedBuffer(
            Unpooled.wrappedBuffer(plain, 0, 400), Unpooled.wrappedBuffer(plain, 400, 600)),
        plain);
  }

  @Test
  void write_bytesWithOtherOwners_areCopied() {
    byte[] plain = bytes(1000);
    var shared = Unpooled.wrappedBuffer(plain);
    assertCopied(shared.retainedDuplicate(), plain);
    assertThat(shared.refCnt()).isEqualTo(1);
  }

  private void assertCopied(ByteBuf buffer, byte[] plain) {
    byte[] before = plain.clone();
    channel.writeOutbound(buffer);
    ByteBuf sent = channel.readOutbound();
    assertThat(EmbeddedPair.bytes(List.of(sent))).isEqualTo(new Rc4(KEY).apply(before.clone()));
    assertThat(plain).isEqualTo(before);
  }

  /** A message that is not sent must not use up the key stream. */
  @Test
  void write_cancelled_leavesTheKeyStream() {
    var promise = channel.newPromise();
    promise.cancel(false);
    assertThat(channel.write(Unpooled.wrappedBuffer(bytes(10)), promise).isCancelled()).isTrue();
    channel.writeOutbound(Unpooled.wrappedBuffer(bytes(20)));
    ByteBuf sent = channel.readOutbound();
    assertThat(EmbeddedPair.bytes(List.of(sent))).isEqualTo(new Rc4(KEY).apply(bytes(20)));
  }

  /** It must not be cancelled any more when it is encrypted. */
  @Test
  void write_cannotBeCancelled() {
    var written = channel.write(Unpooled.wrappedBuffer(bytes(10)));
    assertThat(written.cancel(false)).isFalse();
    channel.flush();
    assertThat(written.isSuccess()).isTrue();
  }

  /** Nothing may leave as it is. */
  @Test
  void write_notBytes_fails() {
    var written = channel.writeAndFlush("text");
    assertThat(written.cause())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("only bytes can be encrypted, not a java.lang.String");
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void read_initialPayload_thenPlain() {
    byte[] plain = bytes(100);
    byte[] received = plain.clone();
    new Rc4(KEY).apply(ByteBuffer.wrap(received, 0, 68));
    for (int split = 1; split < 100; split++) {
      var reader = new EmbeddedChannel(CipherHandler.initialPayload(new Rc4(KEY), 68));
      reader.writeInbound(Unpooled.copiedBuffer(received, 0, split));
      assertThat(reader.pipeline().first() == null).isEqualTo(split >= 68);
      reader.writeInbound(Unpooled.copiedBuffer(received, split, 100 - split));
      assertThat(reader.pipeline().first()).isNull();
      assertThat(EmbeddedPair.read(reader)).isEqualTo(plain);
      byte[] back = bytes(10);
      reader.writeOutbound(Unpooled.wrappedBuffer(back));
      assertThat(EmbeddedPair.sent(reader)).isEqualTo(bytes(10));
    }
  }

  @Test
  void read_sharedBytes_areCopied() {
    byte[] received = new Rc4(KEY).apply(bytes(100));
    byte[] before = received.clone();
    var shared = Unpooled.wrappedBuffer(received);
    channel.writeInbound(shared.retainedDuplicate());
    assertThat(EmbeddedPair.read(channel)).isEqualTo(bytes(100));
    assertThat(received).isEqualTo(before);
  }
}
