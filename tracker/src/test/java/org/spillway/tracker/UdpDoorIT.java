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
import org.spillway.torrent.announce.UdpTrackerRequest.Connect;

/** The same over both of Netty's transports. */
class UdpDoorIT {
  private final UdpRequests requests = UdpRequestsTest.requests(new FakeClock());

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_answers(boolean epoll) throws IOException {
    try (var door = open(0, epoll);
        var client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      client.setSoTimeout(10_000);
      byte[] connect = encode(new Connect(1)).array();
      var address = InetAddress.getLoopbackAddress();
      client.send(new DatagramPacket(connect, connect.length, address, door.port()));
      var answer = new DatagramPacket(new byte[100], 100);
      client.receive(answer);
      assertThat(answer.getLength()).isEqualTo(16);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void open_takenPort(boolean epoll) throws IOException {
    try (var door = open(0, epoll)) {
      assertThatThrownBy(() -> open(door.port(), epoll))
          .isInstanceOf(IOException.class)
          .hasMessage("tracker.udp-port: port " + door.port() + " is taken");
    }
  }

  private UdpDoor open(int port, boolean epoll) throws IOException {
    return UdpDoor.open(Samples.settings(TrackerPolicy.OURS, port), requests, epoll);
  }
}
