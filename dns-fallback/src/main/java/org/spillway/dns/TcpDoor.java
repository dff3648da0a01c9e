package org.spillway.dns;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Queries over TCP: as many connections as the settings allow (RFC 7766 §6.2). */
final class TcpDoor implements AutoCloseable {
  private final Channel channel;

  private TcpDoor(Channel channel) {
    this.channel = channel;
  }

  /**
   * @throws IOException if the address cannot be taken; names the key
   */
  static TcpDoor open(
      EventLoops loops,
      InetSocketAddress address,
      DnsSettings settings,
      Responder responder,
      Counters counters)
      throws IOException {
    var bind =
        loops
            .tcp()
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Acceptor(settings, responder, counters))
            .bind(address);
    return new TcpDoor(EventLoops.bound(bind, address));
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  private static final class Acceptor extends ChannelInitializer<SocketChannel> {
    private final DnsSettings settings;
    private final Responder responder;
    private final Counters counters;

    Acceptor(DnsSettings settings, Responder responder, Counters counters) {
      this.settings = settings;
      this.responder = responder;
      this.counters = counters;
    }

    @Override
    protected void initChannel(SocketChannel accepted) {
      accepted.closeFuture().addListener(closed -> counters.connectionClosed());
      if (counters.connectionOpened() > settings.tcpConnections()) {
        var unused = accepted.close();
        return;
      }
      accepted.pipeline().addLast(new TcpConnection(responder, settings.tcpIdle()));
    }
  }
}
