package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.dns.DnsClient.framed;
import static org.spillway.dns.DnsClient.receive;
import static org.spillway.dns.DnsClient.send;
import static org.spillway.dns.DnsClient.tcp;
import static org.spillway.dns.DnsClient.tcpSocket;
import static org.spillway.dns.DnsClient.udp;
import static org.spillway.dns.DnsClient.udpSocket;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.dns.TestTorrents.torrent;
import static org.spillway.dns.TestTorrents.whole;
import static org.spillway.testing.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.xbill.DNS.Message;

/** Over real sockets. */
@Timeout(60)
class DnsFallbackIT {
  private static final DnsSettings SETTINGS =
      DnsSettings.DEFAULT.withPort("127.0.0.1", 0).withZones(List.of(TestTorrents.HOST));

  private DnsFallback dns;

  @BeforeEach
  void start() throws IOException {
    dns = start(SETTINGS);
  }

  private static DnsFallback start(DnsSettings settings) throws IOException {
    return DnsFallback.start(settings, TestTorrents.published(SMALL, MEDIUM, LARGE, TAGGED));
  }

  @AfterEach
  void close() {
    dns.close();
  }

  @Test
  void udp_small() throws IOException {
    assertThat(torrent(udp(dns.port(), txt(name(SMALL))))).isEqualTo(whole(SMALL));
  }

  @Test
  void udp_truncatedThenTcp() throws IOException {
    assertThat(summary(udp(dns.port(), txt(name(TAGGED))))).isEqualTo("NOERROR qr aa tc | | |");
    assertThat(torrent(tcp(dns.port(), txt(name(TAGGED))))).isEqualTo(whole(TAGGED));
    assertThat(dns.stats().truncated()).isEqualTo(1);
    assertThat(dns.stats().udpQueries()).isEqualTo(1);
    assertThat(dns.stats().tcpQueries()).isEqualTo(1);
    assertThat(dns.stats().names()).isEqualTo(4);
  }

  @Test
  void udp_noiseBetween() throws IOException {
    var random = new Random(7766);
    System.out.println("DnsFallbackIT: seed 7766");
    try (var noise = udpSocket(dns.port())) {
      for (int i = 0; i < 200; i++) {
        byte[] bytes = new byte[random.nextInt(4000)];
        random.nextBytes(bytes);
        send(noise, bytes);
        if (i % 20 == 0) {
          // Each time, or a server that is slow would have no room for the last.
          assertMediumOverUdp();
        }
      }
      assertMediumOverUdp();
    }
  }

  private void assertMediumOverUdp() throws IOException {
    assertThat(torrent(udp(dns.port(), edns(txt(name(MEDIUM)), 1232)))).isEqualTo(whole(MEDIUM));
  }

  /** RFC 7766 §6.2.1.1: many in one segment, and one byte at a time. */
  @Test
  void tcp_pipelined() throws IOException {
    var queries = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      queries.writeBytes(framed(withId(txt(name(SMALL)), i).toWire()));
    }
    try (var socket = tcpSocket(dns.port())) {
      socket.getOutputStream().write(queries.toByteArray());
      assertAnswers(socket, 20);
      socket.setTcpNoDelay(true);
      for (byte one : queries.toByteArray()) {
        socket.getOutputStream().write(one);
      }
      assertAnswers(socket, 20);
    }
  }

  private static void assertAnswers(Socket socket, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var answer = receive(socket);
      assertThat(answer.getHeader().getID()).isEqualTo(i);
      assertThat(torrent(answer)).isEqualTo(whole(SMALL));
    }
  }

  /**
   * 40 MB of answers wait for a client that reads after its last query only. Again and again: what
   * is lost when the end of its input comes at a bad time is not lost each time.
   */
  @RepeatedTest(10)
  void tcp_clientThatReadsLate() throws IOException {
    int count = 1000;
    try (var socket = tcpSocket(dns.port())) {
      ask(socket, count);
      socket.shutdownOutput();
      for (int i = 0; i < count; i++) {
        assertThat(receive(socket).getHeader().getID()).isEqualTo(i);
      }
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(dns.stats().tcpQueries()).isEqualTo(count);
  }

  @Test
  void tcp_clientThatNeverReads() throws IOException {
    try (var socket = tcpSocket(dns.port())) {
      assertThatThrownBy(() -> ask(socket, 1_000_000)).isInstanceOf(SocketException.class);
    }
    assertThat(dns.stats().tcpQueries()).isLessThan(10_000);
    assertThat(torrent(tcp(dns.port(), txt(name(LARGE))))).isEqualTo(whole(LARGE));
  }

  private static void ask(Socket socket, int count) throws IOException {
    var query = txt(name(TAGGED));
    for (int i = 0; i < count; i++) {
      send(socket, withId(query, i & 0xFFFF).toWire());
    }
  }

  private static Message withId(Message query, int id) {
    query.getHeader().setID(id);
    return query;
  }

  @Test
  void tcp_malformed() throws IOException {
    try (var socket = tcpSocket(dns.port())) {
      send(socket, new byte[12]);
      assertThat(summary(receive(socket))).isEqualTo("FORMERR qr | | |");
      send(socket, new byte[11]);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(torrent(tcp(dns.port(), txt(name(LARGE))))).isEqualTo(whole(LARGE));
  }

  @Test
  void tcp_idle() throws IOException {
    try (var hasty = start(SETTINGS.withTcp(new TcpSettings(10, 10, Duration.ofMillis(200))));
        var silent = tcpSocket(hasty.port());
        var slow = tcpSocket(hasty.port())) {
      slow.getOutputStream().write(0);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void tcp_tooManyConnections() throws IOException {
    try (var narrow = start(SETTINGS.withTcp(new TcpSettings(2, 2, Duration.ofSeconds(60))));
        var first = tcpSocket(narrow.port());
        var second = tcpSocket(narrow.port())) {
      send(first, txt(name(SMALL)).toWire());
      send(second, txt(name(SMALL)).toWire());
      receive(first);
      receive(second);
      try (var third = tcpSocket(narrow.port())) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      send(first, txt(name(LARGE)).toWire());
      assertThat(torrent(receive(first))).isEqualTo(whole(LARGE));
      second.shutdownOutput();
      assertThat(second.getInputStream().read()).isEqualTo(-1);
      await("the end of the second connection").until(() -> narrow.stats().tcpConnections() <= 1);
      assertThat(torrent(tcp(narrow.port(), txt(name(SMALL))))).isEqualTo(whole(SMALL));
    }
  }

  private static Socket tcpSocketFrom(String address, int port) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  @Test
  void tcp_tooManyConnectionsOfOneClient() throws IOException {
    try (var narrow = start(SETTINGS.withTcp(new TcpSettings(10, 1, Duration.ofSeconds(60))));
        var first = tcpSocketFrom("127.0.0.2", narrow.port())) {
      send(first, txt(name(SMALL)).toWire());
      receive(first);
      try (var second = tcpSocketFrom("127.0.0.2", narrow.port());
          var other = tcpSocketFrom("127.0.0.3", narrow.port())) {
        assertThat(second.getInputStream().read()).isEqualTo(-1);
        send(other, txt(name(LARGE)).toWire());
        assertThat(torrent(receive(other))).isEqualTo(whole(LARGE));
      }
    }
  }

  /** A server with room for 100, and many more that say nothing. */
  @Test
  void tcp_silentCrowd() throws IOException {
    List<Socket> crowd = new ArrayList<>();
    try (var narrow = start(SETTINGS.withTcp(new TcpSettings(100, 20, Duration.ofMillis(500))))) {
      for (int i = 0; i < 10_000; i++) {
        crowd.add(tcpSocketFrom("127.0.1." + (1 + i % 200), narrow.port()));
      }
      for (Socket socket : crowd) {
        assertThat(endOf(socket)).isEqualTo(-1);
      }
      assertThat(torrent(tcp(narrow.port(), txt(name(SMALL))))).isEqualTo(whole(SMALL));
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  /** A connection that was closed while it was opened ends as badly. */
  private static int endOf(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    }
  }

  @Test
  void start_portTakenForTcp() throws IOException {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(SETTINGS.withPort("127.0.0.1", port)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("dns.port: port " + port + " of 127.0.0.1 is taken; ");
    }
  }

  @Test
  void start_portTakenForUdp() throws IOException {
    // One that the system gives to nobody else, as it may do with those that it chooses itself.
    int port = FreePort.find();
    try (var taken =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> start(SETTINGS.withPort("127.0.0.1", port)))
          .hasMessageStartingWith("dns.port: port " + port + " of 127.0.0.1 is taken; ");
      // What was taken for TCP before was given back.
      try (var free = new ServerSocket()) {
        free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
    }
  }

  /** Each answer comes from the address that was asked, or dig would not take it. */
  @Test
  void start_severalAddresses() throws Exception {
    var addresses = List.of("127.0.0.2", "127.0.0.3", "127.0.0.2");
    try (var several = start(SETTINGS.withPort(addresses, 0))) {
      for (String address : addresses) {
        assertThat(dig(address, several.port(), "+notcp"))
            .isEqualTo(dig(address, several.port(), "+tcp"))
            .isNotEmpty();
      }
      assertThat(several.stats().udpQueries()).isEqualTo(3);
      assertThat(several.stats().tcpQueries()).isEqualTo(3);
    }
  }

  private static String dig(String address, int port, String transport) throws Exception {
    var command = new ArrayList<>(List.of("dig", "@" + address, "-p", "" + port));
    // It asks once: each question is counted.
    command.addAll(List.of(name(SMALL), "TXT", "+short", "+tries=1", "+time=30", transport));
    return Program.run(0, command.toArray(String[]::new));
  }

  @Test
  void start_oneOfSeveralTaken() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.3"))) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> start(SETTINGS.withPort(List.of("127.0.0.2", "127.0.0.3"), port)))
          .hasMessageStartingWith("dns.port: port " + port + " of 127.0.0.3 is taken; ");
    }
    // Nothing is left of what was taken before.
    start(SETTINGS.withPort(List.of("127.0.0.2", "127.0.0.3"), port)).close();
  }

  @Test
  void start_addressOfNobody() {
    // An address for documentation (RFC 5737), and a name that never resolves (RFC 6761).
    assertThatThrownBy(() -> start(SETTINGS.withPort("192.0.2.1", 0)))
        .hasMessageStartingWith("dns.host: cannot listen on 192.0.2.1: ");
    assertThatThrownBy(() -> start(SETTINGS.withPort("nowhere.invalid", 0)))
        .hasMessage("dns.host: nowhere.invalid has no address");
  }

  /** Repeated, as the end of threads and connections is a matter of luck. */
  @RepeatedTest(20)
  void close_twice() throws IOException {
    try (var client = tcpSocket(dns.port())) {
      send(client, txt(name(SMALL)).toWire());
      receive(client);
      dns.close();
      dns.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().matches("dns-(udp|tcp)-.*"));
    start(SETTINGS.withPort("127.0.0.1", dns.port())).close();
  }
}
