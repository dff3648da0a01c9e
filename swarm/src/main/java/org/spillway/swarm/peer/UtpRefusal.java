package org.spillway.swarm.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * Refuses uTP (BEP 29) where this seeder does not speak it: the ST_RESET makes a peer turn to TCP
 * at once. A peer that hears nothing waits for some seconds first; libtorrent waits for four.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a refusal that is lost does no harm
final class UtpRefusal extends SimpleChannelInboundHandler<DatagramPacket> {
  static final int HEADER_LENGTH = 20;

  /** A packet's first byte: its high half is the type, its low half the version. */
  static final byte SYN = 0x41;

  static final byte RESET = 0x31;

  private static final int CONNECTION_ID = 2;
  private static final int TIMESTAMP = 4;
  private static final int SEQUENCE_NUMBER = 16;

  private final Ticker ticker;

  UtpRefusal(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    ByteBuf syn = packet.content();
    boolean isSyn = syn.readableBytes() >= HEADER_LENGTH && syn.getByte(syn.readerIndex()) == SYN;
    if (isSyn && packet.sender().getPort() != 0) {
      ctx.writeAndFlush(new DatagramPacket(reset(ctx, syn), packet.sender()));
    }
  }

  /** Makes an answer that is no longer than the SYN, so that nobody gains by forging a sender. */
  private ByteBuf reset(ChannelHandlerContext ctx, ByteBuf syn) {
    int start = syn.readerIndex();
    int now = (int) TimeUnit.NANOSECONDS.toMicros(ticker.nanoTime());
    return ctx.alloc()
        .ioBuffer(HEADER_LENGTH)
        .writeByte(RESET)
        .writeByte(0)
        .writeShort(syn.getShort(start + CONNECTION_ID))
        .writeInt(now)
        .writeInt(now - syn.getInt(start + TIMESTAMP))
        .writeInt(0)
        .writeShort(0)
        .writeShort(syn.getShort(start + SEQUENCE_NUMBER));
  }
}
