package org.spillway.dns;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Queries over UDP: a datagram in, at most one out. */
final class UdpDoor implements AutoCloseable {
  private static final System.Logger log = System.getLogger(UdpDoor.class.getName());

  private final Channel channel;

  private UdpDoor(Channel channel) {
    this.channel = channel;
  }

  /**
   * @throws IOException if the address cannot be taken; names the key
   */
  static UdpDoor open(EventLoops loops, InetSocketAddress address, Dispatcher dispatcher)
      throws IOException {
    var bind = loops.udp().handler(new Handler(dispatcher)).bind(address);
    return new UdpDoor(EventLoops.bound(bind, address));
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  private static final class Handler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Dispatcher dispatcher;

    Handler(Dispatcher dispatcher) {
      this.dispatcher = dispatcher;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      // Answers that the network does not take are lost rather than kept: the client asks again.
      if (context.channel().isWritable()) {
        byte[] query = ByteBufUtil.getBytes(packet.content());
        dispatcher
            .answer(query, Asker.unsigned(packet.sender().getAddress(), Transport.UDP))
            .forEachRemaining(answer -> write(context, answer, packet.sender()));
      }
    }

    private static void write(
        ChannelHandlerContext context, byte[] answer, InetSocketAddress client) {
      var unused = context.write(new DatagramPacket(Unpooled.wrappedBuffer(answer), client));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.log(DEBUG, "a datagram was lost", cause);
    }
  }
}
