package org.spillway.swarm.encryption;

import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Begins to encrypt a connection to a peer that we dialled. */
final class OutgoingEncryption extends EncryptionHandler {
  private final InitiatorHandshake handshake;

  OutgoingEncryption(InitiatorHandshake handshake, Executor executor) {
    super(handshake, executor);
    this.handshake = handshake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    super.handlerAdded(ctx);
    if (ctx.channel().isActive()) {
      send(ctx);
      ctx.flush();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    send(ctx);
    ctx.flush();
    ctx.fireChannelActive();
  }

  /** Sends our BitTorrent handshake as the initial payload, if it was written in the meantime. */
  @Override
  void proceed(ChannelHandlerContext ctx, EncryptionHandshake.Exchange exchange)
      throws IOException {
    int length = waitingBytes();
    boolean fits = length <= InitiatorHandshake.MAX_INITIAL_PAYLOAD;
    handshake.promiseInitialPayload(fits ? length : 0);
    handshake.proceed(exchange);
    send(ctx);
    if (fits) {
      writeWaiting(ctx, handshake.outgoing());
    }
  }
}
