package org.spillway.datagrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On Linux all of 127/8 belongs to the machine, and answers to it come from 127.0.0.1. */
class ServerSocketsIT {
  private final Set<InetAddress> machine = new HashSet<>();
  private EventLoopGroup group;
  private ServerSockets sockets;

  private void open(boolean epoll) {
    group =
        new MultiThreadIoEventLoopGroup(
            1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    var bootstrap =
        new Bootstrap()
            .group(group)
            .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .handler(echo());
    var first = bootstrap.bind(new InetSocketAddress("0.0.0.0", 0)).syncUninterruptibly();
    sockets = ServerSockets.beside(bootstrap, first.channel(), () -> Set.copyOf(machine));
  }

  private static ChannelInitializer<Channel> echo() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(
                new SimpleChannelInboundHandler<DatagramPacket>() {
                  @Override
                  protected void channelRead0(ChannelHandlerContext context, DatagramPacket asked) {
                    var answer = new DatagramPacket(asked.content().retain(), asked.sender());
                    var unused = context.writeAndFlush(answer);
                  }
                });
      }
    };
  }

  @AfterEach
  void close() {
    sockets.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  private void follow(String... addresses) throws UnknownHostException {
    machine.clear();
    for (String literal : addresses) {
      machine.add(address(literal));
    }
    sockets.follow();
  }

  /** The address that the answer comes from. */
  private String ask(String literal) throws IOException {
    try (var client = new DatagramSocket(0, address(literal.contains(":") ? "::1" : "127.0.0.1"))) {
      client.setSoTimeout(10_000);
      var datagram = new java.net.DatagramPacket(new byte[8], 8, address(literal), sockets.port());
      client.send(datagram);
      client.receive(datagram);
      return datagram.getAddress().getHostAddress();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answer_leavesFromTheAddressThatWasAsked(boolean epoll) throws Exception {
    open(epoll);
    assertThat(ask("127.0.0.2")).as("of the wildcard").isEqualTo("127.0.0.1");
    follow("127.0.0.1", "127.0.0.2", "127.0.0.3", "::1");
    for (String literal : new String[] {"127.0.0.1", "127.0.0.2", "127.0.0.3"}) {
      assertThat(ask(literal)).isEqualTo(literal);
    }
    assertThat(ask("::1")).isEqualTo("0:0:0:0:0:0:0:1");
    assertThat(sockets.size()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void addresses_thatComeAndGo(boolean epoll) throws Exception {
    open(epoll);
    follow("127.0.0.2");
    follow("127.0.0.2", "127.0.0.3");
    assertThat(ask("127.0.0.3")).isEqualTo("127.0.0.3");
    follow("127.0.0.3");
    assertThat(sockets.size()).isEqualTo(2);
    assertThat(ask("127.0.0.2")).as("of the wildcard").isEqualTo("127.0.0.1");
    assertThat(ask("127.0.0.3")).isEqualTo("127.0.0.3");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void address_thatCannotBeBound_doesNotKeepOthersFromIt(boolean epoll) throws Exception {
    open(epoll);
    follow("192.0.2.1", "127.0.0.2");
    assertThat(ask("127.0.0.2")).isEqualTo("127.0.0.2");
    assertThat(sockets.size()).isEqualTo(2);
  }

  /** Not even one that would share it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void port_isOpenToNoOtherProgram(boolean epoll) throws Exception {
    open(epoll);
    follow("127.0.0.2");
    for (String literal : new String[] {"0.0.0.0", "127.0.0.2", "127.0.0.3"}) {
      try (var other = new DatagramSocket(null)) {
        other.setReuseAddress(true);
        var taken = new InetSocketAddress(literal, sockets.port());
        assertThatThrownBy(() -> other.bind(taken)).isInstanceOf(BindException.class);
      }
    }
  }

  @Test
  void close_freesThePort() throws Exception {
    open(true);
    follow("127.0.0.1", "127.0.0.2");
    int port = sockets.port();
    sockets.close();
    try (var other = new DatagramSocket(new InetSocketAddress("0.0.0.0", port))) {
      assertThat(other.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void machineAddresses_haveLoopback() throws Exception {
    open(false);
    assertThat(MachineAddresses.all()).contains(address("127.0.0.1"));
  }
}
