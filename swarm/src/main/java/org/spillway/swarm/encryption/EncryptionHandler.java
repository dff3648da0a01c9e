package org.spillway.swarm.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Performs a handshake as the first handler of a channel, and then makes way for a {@link
 * CipherHandler} or for nothing. What is written meanwhile waits, and counts for the writability of
 * the channel all the same. Used on the connection's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
abstract class EncryptionHandler extends ChannelDuplexHandler {
  private final EncryptionHandshake handshake;
  private final Executor executor;

  /** Null until the handler is added. */
  private @Nullable PendingWriteQueue waiting;

  private int waitingBytes;
  private boolean flushes;
  private boolean computing;
  private boolean failed;

  /**
   * @param executor computes the secret
   */
  EncryptionHandler(EncryptionHandshake handshake, Executor executor) {
    this.handshake = handshake;
    this.executor = executor;
  }

  /** Goes on with the handshake when the secret is known. */
  abstract void proceed(ChannelHandlerContext ctx, EncryptionHandshake.Exchange exchange)
      throws IOException;

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    waiting = new PendingWriteQueue(ctx);
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      if (!failed) {
        read(ctx, bytes);
      }
    } catch (IOException e) {
      fail(ctx, e);
    } finally {
      bytes.release();
    }
  }

  /** Reads bytes of the peer, and hands on those that come after the handshake. */
  void read(ChannelHandlerContext ctx, ByteBuf bytes) throws IOException {
    while (bytes.isReadable() && handshake.ciphers() == null && !failed) {
      var in = bytes.nioBuffer();
      handshake.receive(in);
      bytes.readerIndex(bytes.writerIndex() - in.remaining());
      advance(ctx);
    }
    if (bytes.isReadable() && !failed) {
      ctx.fireChannelRead(bytes.readRetainedSlice(bytes.readableBytes()));
    }
  }

  private void advance(ChannelHandlerContext ctx) {
    send(ctx);
    ctx.flush();
    var ciphers = handshake.ciphers();
    if (ciphers != null) {
      finish(ctx, ciphers);
    } else if (handshake.awaitsSecret() && !computing) {
      computing = true;
      compute(ctx);
    }
  }

  /** Writes what the handshake has to send, and does not flush it. */
  final void send(ChannelHandlerContext ctx) {
    byte[] bytes = handshake.toSend();
    if (bytes.length > 0) {
      ctx.write(Unpooled.wrappedBuffer(bytes));
    }
  }

  private void compute(ChannelHandlerContext ctx) {
    try {
      executor.execute(
          () -> {
            var exchange = handshake.computeSecret();
            if (ctx.executor().inEventLoop()) {
              exchanged(ctx, exchange);
            } else {
              ctx.executor().execute(() -> exchanged(ctx, exchange));
            }
          });
    } catch (RejectedExecutionException e) {
      fail(ctx, new EncryptionRefusedException("too many peers want to encrypt at this moment"));
    }
  }

  private void exchanged(ChannelHandlerContext ctx, EncryptionHandshake.Exchange exchange) {
    if (failed || ctx.isRemoved()) {
      return;
    }
    try {
      proceed(ctx, exchange);
      advance(ctx);
    } catch (IOException e) {
      fail(ctx, e);
    }
  }

  private void finish(ChannelHandlerContext ctx, StreamCiphers ciphers) {
    if (ciphers.method() == CryptoMethod.RC4) {
      var handler = CipherHandler.both(ciphers.incoming(), ciphers.outgoing());
      ctx.pipeline().replace(this, null, handler);
    } else if (ciphers.initialPayload() > 0) {
      var handler = CipherHandler.initialPayload(ciphers.incoming(), ciphers.initialPayload());
      ctx.pipeline().replace(this, null, handler);
    } else {
      ctx.pipeline().remove(this);
    }
    ctx.fireUserEventTriggered(new EncryptedStream(ciphers.torrent(), ciphers.method()));
  }

  private void fail(ChannelHandlerContext ctx, IOException failure) {
    failed = true;
    waiting().removeAndFailAll(failure);
    ctx.fireExceptionCaught(failure);
    ctx.close();
  }

  private PendingWriteQueue waiting() {
    if (waiting == null) {
      throw new IllegalStateException("the handler has not been added to a channel");
    }
    return waiting;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!promise.setUncancellable()) {
      ReferenceCountUtil.release(message);
      return;
    }
    // Nothing of it may be missing when its length has been promised as that of initial payload.
    if (message instanceof ByteBuf bytes) {
      waitingBytes += bytes.readableBytes();
    }
    waiting().add(message, promise);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    flushes = true;
  }

  /** Returns the number of bytes that were written since the handler was added. */
  final int waitingBytes() {
    return waitingBytes;
  }

  /** Writes what waits, encrypted, and does not flush it. */
  final void writeWaiting(ChannelHandlerContext ctx, Rc4 cipher) {
    var queue = waiting();
    for (Object message = queue.current(); message != null; message = queue.current()) {
      var kept = ReferenceCountUtil.retain(message);
      BufferCipher.write(ctx, cipher, kept, queue.remove());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    waiting().removeAndFailAll(new ClosedChannelException());
    ctx.fireChannelInactive();
  }

  /** Sends what was written; if another handler has come here, it does with that as it does. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    waiting().removeAndWriteAll();
    if (flushes) {
      ctx.flush();
    }
  }
}
