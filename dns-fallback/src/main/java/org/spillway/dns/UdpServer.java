package org.spillway.dns;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.spillway.net.sockets.BindFailedException;
import org.spillway.net.sockets.EventLoops;
import org.spillway.net.sockets.ServerSockets;

/** Takes queries over UDP: each datagram gets at most one answer. */
final class UdpServer implements AutoCloseable {
  private static final System.Logger log = System.getLogger(UdpServer.class.getName());

  /**
   * The size of the system's buffer in bytes, which holds some thousand queries that arrive at
   * once.
   */
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final EventLoops loops;
  private final Responder responder;
  private final List<ServerSockets> listening = new ArrayList<>();

  UdpServer(EventLoops loops, Responder responder) {
    this.loops = loops;
    this.responder = responder;
  }

  /**
   * Starts to listen on an address.
   *
   * @throws BindFailedException if the address cannot be used
   */
  void listen(InetSocketAddress address) throws BindFailedException {
    var bootstrap = loops.datagrams(RECEIVE_BUFFER).handler(handler());
    listening.add(ServerSockets.open(bootstrap, address));
  }

  private ChannelInitializer<Channel> handler() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new Handler(responder));
      }
    };
  }

  @Override
  public void close() {
    listening.forEach(ServerSockets::close);
    listening.clear();
  }

  private static final class Handler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Responder responder;
    private final Exchange exchange = new Exchange(EventLoops.MAX_DATAGRAM);

    Handler(Responder responder) {
      this.responder = responder;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      // Answers that the network does not take are lost rather than kept: the client asks again.
      if (!context.channel().isWritable()) {
        return;
      }
      var query = packet.content();
      int length = query.readableBytes();
      query.readBytes(exchange.query(), 0, length);
      responder.answer(exchange.begin(length, Transport.UDP, packet.sender().getAddress()));
      if (exchange.answerLength() > 0) {
        write(context, packet.sender());
      }
    }

    private void write(ChannelHandlerContext context, InetSocketAddress client) {
      var answer = context.alloc().directBuffer(exchange.answerLength());
      answer.writeBytes(exchange.answer(), 0, exchange.answerLength());
      var unused = context.write(new DatagramPacket(answer, client), context.voidPromise());
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
