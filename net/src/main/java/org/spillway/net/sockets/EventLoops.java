package org.spillway.net.sockets;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.spillway.net.DaemonThreads;

/**
 * Threads that drive sockets: by epoll, where its native library is there, or by NIO. Netty starts
 * each thread with its first socket. Safe for use by many threads.
 */
public final class EventLoops implements AutoCloseable {
  /**
   * The length of the longest datagram that is received whole, in bytes. It is above that of every
   * query in DNS, and of every request to a tracker: a scrape of 74 torrents has 1,496 (BEP 15).
   */
  public static final int MAX_DATAGRAM = 2048;

  /** The number of datagrams that one system call receives, where the system can. */
  private static final int BATCH = 32;

  private static final int CLOSE_SECONDS = 10;

  private final boolean epoll;
  private final DaemonThreads threads;
  private final EventLoopGroup group;

  private EventLoops(String job, int count, boolean epoll) {
    this.epoll = epoll;
    this.threads = new DaemonThreads(job, FastThreadLocalThread::new);
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group = new MultiThreadIoEventLoopGroup(count, threads, handler);
  }

  /**
   * Makes event loops that use the best that this machine has.
   *
   * @param job the name of the threads, which are numbered
   * @param count of threads
   */
  public static EventLoops best(String job, int count) {
    return new EventLoops(job, count, Epoll.isAvailable());
  }

  /** Makes event loops that use the JDK's own interface, which every machine has. */
  public static EventLoops nio(String job, int count) {
    return new EventLoops(job, count, false);
  }

  public boolean usesEpoll() {
    return epoll;
  }

  public EventLoopGroup group() {
    return group;
  }

  /**
   * Begins a UDP socket that receives many datagrams at a time, where the system can; it still
   * needs a handler.
   *
   * @param buffer what the system keeps for a moment in which many datagrams arrive, in bytes
   */
  public Bootstrap datagrams(int buffer) {
    var bootstrap = new Bootstrap().group(group).option(ChannelOption.SO_RCVBUF, buffer);
    return epoll
        ? bootstrap
            .channel(EpollDatagramChannel.class)
            .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
            .option(ChannelOption.RECVBUF_ALLOCATOR, received(MAX_DATAGRAM * BATCH))
        : bootstrap
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.RECVBUF_ALLOCATOR, received(MAX_DATAGRAM));
  }

  private static FixedRecvByteBufAllocator received(int bytes) {
    return new FixedRecvByteBufAllocator(bytes);
  }

  /**
   * Begins a TCP socket that accepts connections on these event loops; it still needs a handler.
   *
   * @param connections drive the connections; must use the same interface as these, or be these
   */
  public ServerBootstrap server(EventLoops connections) {
    return new ServerBootstrap()
        .group(group, connections.group)
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
  }

  /** Begins a TCP connection; it still needs a handler. */
  public Bootstrap client() {
    return new Bootstrap()
        .group(group)
        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class);
  }

  /**
   * Binds a socket, and waits until it is bound.
   *
   * @throws BindFailedException if the system does not let us have the address or the port
   */
  public static Channel bind(AbstractBootstrap<?, ?> bootstrap, InetSocketAddress address)
      throws BindFailedException {
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new BindFailedException(address, bound.cause());
    }
    return bound.channel();
  }

  /**
   * Ends the threads and waits for them; Netty says that they have ended a moment before they have.
   * Sockets that are still open are closed, but close them before: event loops that end at once may
   * leave some open.
   */
  @Override
  public void close() {
    group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    threads.join();
  }
}
