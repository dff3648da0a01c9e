package org.spillway.dns;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Queries over TCP: as many connections as the settings allow (RFC 7766 §6.2). */
final class TcpDoor implements AutoCloseable {
  private final Channel channel;
  private final ChannelGroup connections;

  private TcpDoor(Channel channel, ChannelGroup connections) {
    this.channel = channel;
    this.connections = connections;
  }

  /**
   * @throws IOException if the address cannot be taken; names the key
   */
  static TcpDoor open(
      EventLoops loops,
      InetSocketAddress address,
      DnsSettings settings,
      Dispatcher dispatcher,
      Counters counters)
      throws IOException {
    // It closes what comes after its own end, too.
    var connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    var bind =
        loops
            .tcp()
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Acceptor(settings, dispatcher, counters, connections))
            .bind(address);
    return new TcpDoor(EventLoops.bound(bind, address), connections);
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    // An event loop that ends without a quiet period can leave connections open.
    connections.close().awaitUninterruptibly();
  }

  private static final class Acceptor extends ChannelInitializer<SocketChannel> {
    private final DnsSettings settings;
    private final Dispatcher dispatcher;
    private final Counters counters;
    private final ChannelGroup connections;

    Acceptor(
        DnsSettings settings, Dispatcher dispatcher, Counters counters, ChannelGroup connections) {
      this.settings = settings;
      this.dispatcher = dispatcher;
      this.counters = counters;
      this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel accepted) {
      accepted.closeFuture().addListener(closed -> counters.connectionClosed());
      var client = accepted.remoteAddress();
      boolean over = counters.connectionOpened() > settings.tcpConnections();
      // Without an address if the client is gone again.
      if (over || client == null) {
        var unused = accepted.close();
        return;
      }
      connections.add(accepted);
      accepted
          .pipeline()
          .addLast(new TcpConnection(dispatcher, client.getAddress(), settings.tcpIdle()));
    }
  }
}
