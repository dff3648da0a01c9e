package org.spillway.swarm.encryption;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Notices that a peer ends a connection before it has sent a byte, as those do that take encrypted
 * connections only. An end of our own making does not count.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the caller has the promise
final class RedialHandler extends ChannelDuplexHandler {
  private final Runnable redial;

  RedialHandler(Runnable redial) {
    this.redial = redial;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ctx.pipeline().remove(this);
    ctx.fireChannelRead(message);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    ctx.pipeline().remove(this);
    ctx.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    redial.run();
    ctx.fireChannelInactive();
  }

  /** Takes a reset for the end: nothing but the socket comes before this handler. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.pipeline().remove(this);
    redial.run();
    ctx.fireExceptionCaught(cause);
  }
}
