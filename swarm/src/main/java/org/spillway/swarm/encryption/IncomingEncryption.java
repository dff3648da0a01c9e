package org.spillway.swarm.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** Finds out whether a peer that connected to us encrypts, and answers it if so. */
final class IncomingEncryption extends EncryptionHandler {
  /** The beginning of a handshake without encryption (BEP 3). */
  private static final byte[] PLAIN = "\u0013BitTorrent protocol".getBytes(US_ASCII);

  private final Encryption policy;
  private final ResponderHandshake handshake;

  /** The number of bytes of {@link #PLAIN} that have come, and nothing else has. */
  private int plain;

  private boolean encrypted;

  IncomingEncryption(Encryption policy, ResponderHandshake handshake, Executor executor) {
    super(handshake, executor);
    this.policy = policy;
    this.handshake = handshake;
  }

  @Override
  void read(ChannelHandlerContext ctx, ByteBuf bytes) throws IOException {
    if (!encrypted && bytes.isReadable()) {
      look(ctx, bytes);
    }
    if (encrypted) {
      super.read(ctx, bytes);
    }
  }

  private void look(ChannelHandlerContext ctx, ByteBuf bytes) throws IOException {
    int before = plain;
    int start = bytes.readerIndex();
    while (plain < PLAIN.length && bytes.isReadable() && bytes.readByte() == PLAIN[plain]) {
      plain++;
    }
    if (plain == PLAIN.length) {
      bytes.readerIndex(start);
      beginPlain(ctx, before, bytes);
    } else if (plain - before < bytes.readerIndex() - start) {
      bytes.readerIndex(start + plain - before);
      beginEncrypted();
    }
  }

  /**
   * @param before the number of bytes that came earlier
   */
  private void beginPlain(ChannelHandlerContext ctx, int before, ByteBuf bytes)
      throws EncryptionRefusedException {
    if (!policy.takesPlain()) {
      throw new EncryptionRefusedException("the peer does not encrypt");
    }
    ctx.pipeline().remove(this);
    if (before > 0) {
      ctx.fireChannelRead(Unpooled.copiedBuffer(PLAIN, 0, before));
    }
    ctx.fireChannelRead(bytes.readRetainedSlice(bytes.readableBytes()));
  }

  private void beginEncrypted() throws IOException {
    if (!policy.takesEncrypted()) {
      throw new EncryptionRefusedException("the peer encrypts, or its protocol is not BitTorrent");
    }
    encrypted = true;
    handshake.receive(ByteBuffer.wrap(PLAIN, 0, plain));
  }

  @Override
  void proceed(ChannelHandlerContext ctx, EncryptionHandshake.Exchange exchange)
      throws IOException {
    handshake.proceed(exchange);
  }
}
