package org.spillway.net.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On Linux all of 127/8 belongs to the machine, and answers to it come from 127.0.0.1. */
class ServerSocketsIT {

  /** Sends back what it gets, on a machine whose addresses the test tells. */
  private static final class Echo implements AutoCloseable {
    private final Set<InetAddress> machine = new HashSet<>();
    private final EventLoops loops;
    private final ServerSockets sockets;

    Echo(boolean epoll) {
      loops = epoll ? EventLoops.best("echo", 1) : EventLoops.nio("echo", 1);
      var bootstrap = loops.datagrams(1 << 16).handler(echo());
      var first = bootstrap.bind(new InetSocketAddress("0.0.0.0", 0)).syncUninterruptibly();
      sockets = new ServerSockets(bootstrap, first.channel(), () -> Set.copyOf(machine));
    }

    int port() {
      return sockets.port();
    }

    void follow(String... addresses) throws UnknownHostException {
      machine.clear();
      for (String literal : addresses) {
        machine.add(address(literal));
      }
      sockets.follow();
    }

    /**
     * The address that the answer comes from. As every client of UDP it asks again: a socket that
     * is being closed may still take a datagram.
     */
    String ask(String literal) throws IOException {
      var from = address(literal.contains(":") ? "::1" : "127.0.0.1");
      try (var client = new DatagramSocket(0, from)) {
        client.setSoTimeout(1_000);
        for (int tries = 0; tries < 10; tries++) {
          var datagram = new java.net.DatagramPacket(new byte[8], 8, address(literal), port());
          client.send(datagram);
          if (isAnswered(client, datagram)) {
            return datagram.getAddress().getHostAddress();
          }
        }
        throw new IOException(literal + " does not answer");
      }
    }

    private static boolean isAnswered(DatagramSocket client, java.net.DatagramPacket datagram)
        throws IOException {
      try {
        client.receive(datagram);
        return true;
      } catch (SocketTimeoutException e) {
        return false;
      }
    }

    @Override
    public void close() {
      sockets.close();
      loops.close();
    }
  }

  private static ChannelInitializer<Channel> echo() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new EchoHandler());
      }
    };
  }

  private static final class EchoHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket asked) {
      var answer = new DatagramPacket(asked.content().retain(), asked.sender());
      var unused = context.writeAndFlush(answer);
    }
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answer_leavesFromTheAddressThatWasAsked(boolean epoll) throws Exception {
    try (var echo = new Echo(epoll)) {
      assertThat(echo.ask("127.0.0.2")).as("of the wildcard").isEqualTo("127.0.0.1");
      echo.follow("127.0.0.1", "127.0.0.2", "127.0.0.3", "::1");
      for (String literal : new String[] {"127.0.0.1", "127.0.0.2", "127.0.0.3"}) {
        assertThat(echo.ask(literal)).isEqualTo(literal);
      }
      assertThat(echo.ask("::1")).isEqualTo("0:0:0:0:0:0:0:1");
      assertThat(echo.sockets.size()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void addresses_thatComeAndGo(boolean epoll) throws Exception {
    try (var echo = new Echo(epoll)) {
      echo.follow("127.0.0.2");
      echo.follow("127.0.0.2", "127.0.0.3");
      assertThat(echo.ask("127.0.0.3")).isEqualTo("127.0.0.3");
      echo.follow("127.0.0.3");
      assertThat(echo.sockets.size()).isEqualTo(2);
      assertThat(echo.ask("127.0.0.2")).as("of the wildcard").isEqualTo("127.0.0.1");
      assertThat(echo.ask("127.0.0.3")).isEqualTo("127.0.0.3");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void address_thatCannotBeBound_keepsNoOtherFromIt(boolean epoll) throws Exception {
    try (var echo = new Echo(epoll)) {
      echo.follow("192.0.2.1", "127.0.0.2");
      assertThat(echo.ask("127.0.0.2")).isEqualTo("127.0.0.2");
      assertThat(echo.sockets.size()).isEqualTo(2);
    }
  }

  /** Not even to one that would share it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void port_isOpenToNoOtherProgram(boolean epoll) throws Exception {
    try (var echo = new Echo(epoll)) {
      echo.follow("127.0.0.2");
      for (String literal : new String[] {"0.0.0.0", "127.0.0.2", "127.0.0.3"}) {
        try (var other = new DatagramSocket(null)) {
          other.setReuseAddress(true);
          var taken = new InetSocketAddress(literal, echo.port());
          assertThatThrownBy(() -> other.bind(taken)).isInstanceOf(BindException.class);
        }
      }
    }
  }

  @Test
  void close_freesThePort() throws Exception {
    int port;
    try (var echo = new Echo(true)) {
      echo.follow("127.0.0.1", "127.0.0.2");
      port = echo.port();
    }
    try (var other = new DatagramSocket(new InetSocketAddress("0.0.0.0", port))) {
      assertThat(other.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void machineAddresses_haveLoopback() throws Exception {
    assertThat(MachineAddresses.all()).contains(address("127.0.0.1"));
  }
}
