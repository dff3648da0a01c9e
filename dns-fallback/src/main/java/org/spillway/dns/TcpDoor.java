package org.spillway.dns;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
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
      TcpSettings settings,
      Responder responder,
      Counters counters)
      throws IOException {
    // It closes what comes after its own end, too.
    var connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    var bind =
        loops
            .tcp()
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Acceptor(settings, responder, counters, connections))
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
    private final TcpSettings settings;
    private final Responder responder;
    private final Counters counters;
    private final ChannelGroup connections;
    private final ClientConnections clients;

    Acceptor(
        TcpSettings settings, Responder responder, Counters counters, ChannelGroup connections) {
      this.settings = settings;
      this.responder = responder;
      this.counters = counters;
      this.connections = connections;
      this.clients = new ClientConnections(settings.perClient());
    }

    @Override
    protected void initChannel(SocketChannel accepted) {
      var client = accepted.remoteAddress().getAddress();
      accepted.closeFuture().addListener(end -> closed(client));
      if (!mayStay(client)) {
        var unused = accepted.close();
        return;
      }
      connections.add(accepted);
      accepted.pipeline().addLast(new TcpConnection(responder, client, settings.idle()));
    }

    /** Both are counted, whatever the first says. */
    private boolean mayStay(InetAddress client) {
      boolean roomForAll = counters.connectionOpened() <= settings.connections();
      return clients.opened(client) && roomForAll;
    }

    private void closed(InetAddress client) {
      clients.closed(client);
      counters.connectionClosed();
    }
  }
}
