package org.spillway.tracker;

import static java.lang.System.Logger.Level.INFO;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.spillway.net.sockets.ServerSockets;

/** The UDP sockets and the one thread that reads, answers and writes. */
final class UdpDoor implements AutoCloseable {
  private static final System.Logger log = System.getLogger(UdpDoor.class.getName());

  /** Above any request: a scrape of 74 torrents takes 1,496 bytes (BEP 15). */
  private static final int MAX_REQUEST = 2048;

  /** Datagrams for one system call, where the system can. */
  private static final int BATCH = 32;

  /** Holds some thousand announces that arrive at once. */
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final UdpLoop loop;
  private final ServerSockets sockets;

  private UdpDoor(UdpLoop loop, ServerSockets sockets) {
    this.loop = loop;
    this.sockets = sockets;
  }

  /**
   * @throws IOException if the address cannot be taken; names the key
   */
  static UdpDoor open(TrackerSettings settings, UdpRequests requests) throws IOException {
    return open(settings, requests, Epoll.isAvailable());
  }

  /**
   * @param epoll whether to use the system's own interface, or else the JDK's
   */
  static UdpDoor open(TrackerSettings settings, UdpRequests requests, boolean epoll)
      throws IOException {
    var address = new InetSocketAddress(settings.host(), settings.udpPort());
    if (address.isUnresolved()) {
      throw new IOException("tracker.host: " + settings.host() + " has no address");
    }
    var loop = new UdpLoop(epoll);
    var bootstrap = bootstrap(epoll).group(loop.group()).handler(handler(requests));
    var bound = bootstrap.bind(address);
    if (!bound.awaitUninterruptibly().isSuccess()) {
      loop.close();
      throw refused(address, bound.cause());
    }
    var door = new UdpDoor(loop, ServerSockets.beside(bootstrap, bound.channel()));
    log.log(INFO, "tracking over UDP on port {0,number,#}", door.port());
    return door;
  }

  private static ChannelInitializer<Channel> handler(UdpRequests requests) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new UdpHandler(requests));
      }
    };
  }

  private static Bootstrap bootstrap(boolean epoll) {
    var bootstrap = new Bootstrap().option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER);
    if (!epoll) {
      return bootstrap
          .channel(NioDatagramChannel.class)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_REQUEST));
    }
    return bootstrap
        .channel(EpollDatagramChannel.class)
        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_REQUEST)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_REQUEST * BATCH));
  }

  private static IOException refused(InetSocketAddress address, Throwable cause) {
    String problem = String.valueOf(cause.getMessage());
    boolean taken = problem.contains("already in use");
    return new IOException(
        "tracker.udp-port: port %d %s"
            .formatted(address.getPort(), taken ? "is taken" : "cannot be taken: " + problem),
        cause);
  }

  int port() {
    return sockets.port();
  }

  @Override
  public void close() {
    sockets.close();
    loop.close();
  }
}
