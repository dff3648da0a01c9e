package org.spillway.swarm.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;

class FrameDecoderTest {
  private static final byte[] PROTOCOL = "\23BitTorrent protocol".getBytes(US_ASCII);

  private final Counter counter = new Counter();
  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(counter));

  /** Counts what is handed over. */
  private static final class Counter implements FrameDecoder.Receiver {
    private int messages;
    private int batches;

    @Override
    public void received(Handshake handshake) {}

    @Override
    public void received(PeerMessage message) {
      messages++;
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
