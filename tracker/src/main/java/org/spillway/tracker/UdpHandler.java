package org.spillway.tracker;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.spillway.net.IpAddresses;
import org.spillway.torrent.announce.UdpTrackerResponse;

/** Passes datagrams to {@link UdpRequests}, and sends the answers in one go after each batch. */
final class UdpHandler extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final System.Logger log = System.getLogger(UdpHandler.class.getName());

  private final UdpRequests requests;

  UdpHandler(UdpRequests requests) {
    this.requests = requests;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    var sender = packet.sender();
    // Answers that the network does not take in time are dropped, as any datagram may be.
    if (sender.getPort() != 0 && context.channel().isWritable()) {
      requests
          .answer(packet.content().nioBuffer(), IpAddresses.unmapped(sender.getAddress()))
          .ifPresent(response -> write(context, response, sender));
    }
  }

  /** Writes an answer; errors of the void promise arrive at {@link #exceptionCaught}. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void write(
      ChannelHandlerContext context, UdpTrackerResponse response, InetSocketAddress to) {
    int length = response.encodedLength();
    var out = context.alloc().directBuffer(length);
    response.writeTo(out.internalNioBuffer(0, length));
    context.write(new DatagramPacket(out.writerIndex(length), to), context.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean isNetwork = cause instanceof IOException;
    log.log(isNetwork ? DEBUG : WARNING, "a datagram was dropped", cause);
  }
}
