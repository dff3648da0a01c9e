package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.tracker.UdpRequestsTest.encode;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.net.sockets.EventLoops;
import org.spillway.torrent.announce.UdpTrackerRequest.Connect;

/** The same over both of Netty's transports. */
class UdpTrackerServerIT {
  private final UdpRequests requests = UdpRequestsTest.requests(new FakeClock());

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_answers(boolean epoll) throws IOException {
    try (var server = open(0, epoll);
        var client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      client.setSoTimeout(10_000);
      byte[] connect = encode(new Connect(1)).array();
      var address = InetAddress.getLoopbackAddress();
      client.send(new DatagramPacket(connect, connect.length, address, server.port()));
      var answer = new DatagramPacket(new byte[100], 100);
      client.receive(answer);
      assertThat(answer.getLength()).isEqualTo(16);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_takenPort(boolean epoll) throws IOException {
    try (var server = open(0, epoll)) {
      assertThatThrownBy(() -> open(server.port(), epoll))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "tracker.udp-port: port " + server.port() + " of 127.0.0.1 is taken; ");
    }
  }

  private UdpTrackerServer open(int port, boolean epoll) throws IOException {
    var loops = epoll ? EventLoops.best("tracker-udp", 1) : EventLoops.nio("tracker-udp", 1);
    assertThat(loops.usesEpoll()).isEqualTo(epoll);
    return UdpTrackerServer.open(Samples.settings(TrackerPolicy.OURS, port), requests, loops);
  }
}
