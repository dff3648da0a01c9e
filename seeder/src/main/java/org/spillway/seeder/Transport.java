package org.spillway.seeder;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;

/** How sockets are driven: the best that this machine has. */
record Transport(
    IoHandlerFactory handler,
    Class<? extends ServerChannel> server,
    Class<? extends SocketChannel> client,
    Class<? extends DatagramChannel> datagram) {

  private static final int BATCH = 32;
  private static final int LONGEST_DATAGRAM = 2048;
  private static final int SOCKET_BUFFER = 2 * 1024 * 1024;

  /**
   * Linux's IP_MTU_DISCOVER at the level of IP, and IP_PMTUDISC_DONT: routers may cut datagrams
   * that are too long for a link, as uTP cannot.
   */
  private static final ChannelOption<Integer> MTU_DISCOVERY =
      new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

  private static final int MTU_DISCOVERY_OFF = 0;

  static Transport best() {
    return Epoll.isAvailable()
        ? new Transport(
            EpollIoHandler.newFactory(),
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            EpollDatagramChannel.class)
        : new Transport(
            NioIoHandler.newFactory(),
            NioServerSocketChannel.class,
            NioSocketChannel.class,
            NioDatagramChannel.class);
  }

  /** For a UDP socket that reads and writes many datagrams at a time, where the system can. */
  Bootstrap datagrams() {
    var bootstrap =
        new Bootstrap()
            .channel(datagram)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
    return datagram == EpollDatagramChannel.class
        ? bootstrap
            .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LONGEST_DATAGRAM)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(BATCH * LONGEST_DATAGRAM))
            .option(MTU_DISCOVERY, MTU_DISCOVERY_OFF)
        : bootstrap.option(
            ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST_DATAGRAM));
  }
}
