package org.spillway.swarm.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;

/** A peer is heard in batches, and may send no more than it was asked for. */
class FrameDecoderTest {
  private static final byte[] PROTOCOL = "\23BitTorrent protocol".getBytes(US_ASCII);

  private final Counter counter = new Counter();
  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(counter));

  /** Counts what is handed over. */
  private static final class Counter implements FrameDecoder.Receiver {
    private int messages;
    private int batches;
    private long expected;

    @Override
    public void received(Handshake handshake) {}

    @Override
    public void received(PeerMessage message) {
      messages++;
    }

    @Override
    public long expectedBytes() {
      return expected;
    }

    @Override
    public void batchEnded() {
      batches++;
    }
  }

  /** A seed on the same machine fills what is read at a time with blocks. */
  @Test
  void decode_moreBlocksThanABatch() {
    int blocks = 2 * FrameDecoder.BATCH;
    channel.writeInbound(handshake());
    channel.writeInbound(pieces(blocks, Request.BLOCK_LENGTH));
    assertThat(counter.messages).isEqualTo(blocks);
    assertThat(counter.batches).isZero();
  }

  @Test
  void decode_moreShortBlocksThanABatch() {
    channel.writeInbound(handshake());
    channel.writeInbound(pieces(2 * FrameDecoder.BATCH, 1));
    assertThat(counter.messages).isEqualTo(FrameDecoder.BATCH);
    assertThat(counter.batches).isEqualTo(1);
  }

  /** Many short messages come first, and the blocks that we have asked for right behind them. */
  @Test
  void decode_whatWasAskedForBehindABatch() throws Exception {
    counter.expected = 1_000_000;
    channel.writeInbound(handshake());
    channel.writeInbound(pieces(FrameDecoder.BATCH, 1));
    channel.writeInbound(pieces(50, Request.BLOCK_LENGTH));
    channel.checkException();
    assertThat(counter.batches).isEqualTo(1);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void decode_whatNobodyAskedForBehindABatch() {
    channel.writeInbound(handshake());
    channel.writeInbound(pieces(FrameDecoder.BATCH, 1));
    assertThatThrownBy(() -> channel.writeInbound(pieces(50, Request.BLOCK_LENGTH)))
        .hasMessageContaining("without waiting for an answer");
  }

  private static ByteBuf handshake() {
    return Unpooled.buffer().writeBytes(PROTOCOL).writeZero(Handshake.LENGTH - PROTOCOL.length);
  }

  private static ByteBuf pieces(int count, int length) {
    var bytes = ByteBuffer.allocate(count * (Piece.BLOCK_OFFSET + length));
    for (int i = 0; i < count; i++) {
      Piece.writeHeader(bytes, 0, i * length, length);
      bytes.position(bytes.position() + length);
    }
    return Unpooled.wrappedBuffer(bytes.flip());
  }
}
