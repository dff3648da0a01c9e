package org.spillway.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that answer, and the sockets that go with them: for UDP epoll where its native
 * library is there and NIO elsewhere, for TCP always NIO. The epoll transport of Netty 4.2.18 (and
 * 4.2.20) takes a socket whose client half closed it out of epoll while nothing waits to be
 * written, and then fails to wait for it again: answers that the client does not read at once are
 * lost.
 */
final class EventLoops implements AutoCloseable {
  /** For TCP connections; one more holds the UDP sockets. */
  private static final int TCP_THREADS = 2;

  /** Above any query: a name, and an OPT record with a cookie. In bytes. */
  static final int MAX_DATAGRAM = 2048;

  /** Datagrams for one system call, where the system can. */
  private static final int BATCH = 32;

  /** Holds some thousand queries that arrive at once, in bytes. */
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final boolean epoll = Epoll.isAvailable();
  private final AtomicInteger count = new AtomicInteger();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final EventLoopGroup udpGroup;
  private final EventLoopGroup tcpGroup;

  EventLoops() {
    udpGroup =
        new MultiThreadIoEventLoopGroup(
            1, this::newThread, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    tcpGroup =
        new MultiThreadIoEventLoopGroup(TCP_THREADS, this::newThread, NioIoHandler.newFactory());
  }

  /** Netty starts each with its first socket. */
  private Thread newThread(Runnable task) {
    var thread = new FastThreadLocalThread(task, "dns-io-" + count.incrementAndGet());
    threads.add(thread);
    return thread;
  }

  /** Without handler and address. */
  Bootstrap udp() {
    var bootstrap = new Bootstrap().group(udpGroup).option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER);
    if (!epoll) {
      return bootstrap
          .channel(NioDatagramChannel.class)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM));
    }
    return bootstrap
        .channel(EpollDatagramChannel.class)
        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM * BATCH));
  }

  /** Without handler and address. */
  ServerBootstrap tcp() {
    return new ServerBootstrap().group(tcpGroup).channel(NioServerSocketChannel.class);
  }

  /**
   * @throws IOException if the address cannot be taken; names the key
   */
  static Channel bound(ChannelFuture bind, InetSocketAddress address) throws IOException {
    if (bind.awaitUninterruptibly().isSuccess()) {
      return bind.channel();
    }
    String problem = String.valueOf(bind.cause().getMessage());
    boolean taken = problem.contains("already in use");
    throw new IOException(
        "dns.port: port %d of %s%s"
            .formatted(
                address.getPort(),
                address.getAddress().getHostAddress(),
                taken ? " is taken" : ": " + problem),
        bind.cause());
  }

  /** Closes every connection and waits for the threads. */
  @Override
  public void close() {
    var tcpEnd = tcpGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    udpGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    tcpEnd.awaitUninterruptibly();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
