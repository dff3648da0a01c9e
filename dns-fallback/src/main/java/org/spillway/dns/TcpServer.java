package org.spillway.dns;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.spillway.net.sockets.BindFailedException;
import org.spillway.net.sockets.EventLoops;

/** Takes queries over TCP, with as many connections as the settings allow (RFC 7766 §6.2). */
final class TcpServer implements AutoCloseable {
  private final ServerBootstrap bootstrap;
  private final ChannelGroup listening = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

  /** The open connections; the group also closes those that are made after its own end. */
  private final ChannelGroup connections =
      new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

  TcpServer(EventLoops loops, TcpSettings settings, Responder responder, Counters counters) {
    bootstrap =
        loops
            .server(loops)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Acceptor(settings, responder, counters, connections));
  }

  /**
   * Starts to listen on an address.
   *
   * @return the port that was taken
   * @throws BindFailedException if the address cannot be used
   */
  int listen(InetSocketAddress address) throws BindFailedException {
    var channel = EventLoops.bind(bootstrap, address);
    listening.add(channel);
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
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

    /** Returns whether a connection may stay; both limits count it, whatever the first one says. */
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
