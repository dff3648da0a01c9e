package org.spillway.net.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over both of Netty's transports. */
class EventLoopsIT {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static EventLoops loops(boolean epoll) {
    return epoll ? EventLoops.best("loops", 1) : EventLoops.nio("loops", 1);
  }

  private static ServerBootstrap server(EventLoops loops) {
    return loops.server(loops).childHandler(new ChannelInboundHandlerAdapter());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bind_takenPort(boolean epoll) throws Exception {
    try (var loops = loops(epoll)) {
      assertThat(loops.usesEpoll()).isEqualTo(epoll);
      var first = EventLoops.bind(server(loops), LOOPBACK);
      var address = (InetSocketAddress) first.localAddress();
      assertThatThrownBy(() -> EventLoops.bind(server(loops), address))
          .isInstanceOfSatisfying(
              BindFailedException.class,
              failed ->
                  assertThat(failed.naming("x.port", "x.host"))
                      .isInstanceOf(IOException.class)
                      .hasMessage(
                          "x.port: port %d of 127.0.0.1 is taken; end the program that listens"
                              + " there, or choose another port",
                          address.getPort()));
      first.close().awaitUninterruptibly();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bind_addressOfAnotherMachine(boolean epoll) {
    try (var loops = loops(epoll)) {
      assertThatThrownBy(
              () -> EventLoops.bind(server(loops), new InetSocketAddress("192.0.2.1", 0)))
          .isInstanceOfSatisfying(
              BindFailedException.class,
              failed ->
                  assertThat(failed.naming("x.port", "x.host"))
                      .hasMessageStartingWith("x.host: cannot listen on 192.0.2.1: "));
    }
  }

  @Test
  void close_endsTheThreads() throws Exception {
    var loops = loops(true);
    var bound = EventLoops.bind(server(loops), LOOPBACK);
    bound.close().awaitUninterruptibly();
    loops.close();
    loops.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("loops-"));
  }
}
