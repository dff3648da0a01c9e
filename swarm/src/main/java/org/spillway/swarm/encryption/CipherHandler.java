package org.spillway.swarm.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/** Encrypts and decrypts after the handshake. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class CipherHandler extends ChannelDuplexHandler {
  private final Rc4 incoming;

  /** Null if what we send is not encrypted. */
  private final @Nullable Rc4 outgoing;

  /** The number of bytes that are still to be decrypted. */
  private long encrypted;

  private CipherHandler(Rc4 incoming, @Nullable Rc4 outgoing, long encrypted) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.encrypted = encrypted;
  }

  /** Makes a handler for a connection of which everything is encrypted. */
  static CipherHandler both(Rc4 incoming, Rc4 outgoing) {
    return new CipherHandler(incoming, outgoing, Long.MAX_VALUE);
  }

  /** Makes a handler that decrypts only the next bytes of the peer, and then removes itself. */
  static CipherHandler initialPayload(Rc4 incoming, int length) {
    return new CipherHandler(incoming, null, length);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    int length = (int) Math.min(encrypted, bytes.readableBytes());
    encrypted -= length;
    var decrypted = BufferCipher.apply(incoming, bytes, length, ctx.alloc());
    if (encrypted == 0) {
      ctx.pipeline().remove(this);
    }
    ctx.fireChannelRead(decrypted);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (outgoing == null) {
      ctx.write(message, promise);
    } else {
      BufferCipher.write(ctx, outgoing, message, promise);
    }
  }
}
