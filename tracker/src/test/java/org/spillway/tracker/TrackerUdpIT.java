package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.peer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerRequest.Announce;
import org.spillway.torrent.announce.UdpTrackerRequest.Connect;
import org.spillway.torrent.announce.UdpTrackerRequest.Scrape;
import org.spillway.torrent.announce.UdpTrackerResponse;
import org.spillway.torrent.announce.UdpTrackerResponse.Announced;
import org.spillway.torrent.announce.UdpTrackerResponse.Connected;
import org.spillway.torrent.announce.UdpTrackerResponse.Failed;
import org.spillway.torrent.announce.UdpTrackerResponse.Scraped;

class TrackerUdpIT {
  private static final PeerAddress SEEDER = peer("127.0.0.1", 6881);

  private final List<InetAddress> heard = new CopyOnWriteArrayList<>();
  private Tracker tracker;
  private DatagramSocket client;

  @BeforeEach
  void start() throws IOException {
    tracker = start(0);
    client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    client.setSoTimeout(10_000);
    client.connect(InetAddress.getLoopbackAddress(), tracker.udpPort().orElseThrow());
  }

  private Tracker start(int port) throws IOException {
    return Tracker.start(
        Samples.settings(TrackerPolicy.OURS, port),
        Samples::standing,
        Samples.seeder(SEEDER),
        (request, source) -> heard.add(source));
  }

  @AfterEach
  void stop() {
    client.close();
    tracker.close();
  }

  @Test
  void announce_andScrape() throws IOException {
    long id = ((Connected) ask(new Connect(1))).connectionId();
    var request = Samples.request(OURS, 1, AnnounceEvent.STARTED, 4000);
    assertThat(ask(new Announce(id, 2, request)))
        .isEqualTo(new Announced(2, Duration.ofMinutes(30), 1, 1, List.of(SEEDER)));
    assertThat(ask(new Scrape(id, 3, List.of(OURS))))
        .isEqualTo(new Scraped(3, List.of(new SwarmCounts(1, 0, 1))));
    assertThat(heard).containsExactly(InetAddress.getLoopbackAddress());
    assertThat(tracker.stats())
        .isEqualTo(
            new TrackerStats(
                new TrackerStats.Door(0, 0, 0, 0),
                new TrackerStats.Door(1, 1, 0, 0),
                new TrackerStats.Door(0, 0, 0, 0),
                1,
                1,
                0,
                0,
                1));
  }

  @Test
  void announce_unregistered() throws IOException {
    long id = ((Connected) ask(new Connect(1))).connectionId();
    var request = Samples.request(FOREIGN, 1, AnnounceEvent.STARTED, 4000);
    assertThat(ask(new Announce(id, 2, request))).isEqualTo(new Failed(2, "unregistered torrent"));
  }

  @Test
  void badDatagrams_loseNothing() throws IOException {
    for (int length : new int[] {1, 15, 16, 98, 3_000}) {
      client.send(new DatagramPacket(new byte[length], length));
    }
    assertThat(ask(new Connect(5))).isInstanceOf(Connected.class);
    assertThat(tracker.stats().udp().malformed()).isEqualTo(5);
  }

  @Test
  void start_takenPort() {
    int port = tracker.udpPort().orElseThrow();
    assertThatThrownBy(() -> start(port))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("tracker.udp-port: port " + port + " of 127.0.0.1 is taken; ");
  }

  @Test
  void close_freesPortAndThreads() throws IOException {
    int port = tracker.udpPort().orElseThrow();
    tracker.close();
    tracker.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("tracker-"));
    start(port).close();
  }

  private UdpTrackerResponse ask(UdpTrackerRequest request) throws IOException {
    var out = ByteBuffer.allocate(request.encodedLength());
    request.writeTo(out);
    client.send(new DatagramPacket(out.array(), out.capacity()));
    var in = new DatagramPacket(new byte[2048], 2048);
    client.receive(in);
    return UdpTrackerResponse.read(ByteBuffer.wrap(in.getData(), 0, in.getLength()), false);
  }
}
