package org.spillway.client;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerResponse;

/** A UDP tracker on a loopback port that names the same peers to everybody. */
final class UdpTrackerFixture implements AutoCloseable {
  private static final long CONNECTION = 0x1234_5678_9abcL;

  private final DatagramSocket socket =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(new DaemonThreads("tracker"));
  private final List<PeerAddress> peers;
  private final List<AnnounceEvent> events = new CopyOnWriteArrayList<>();
  private final int lost;
  private int received;

  /**
   * @param lost how many datagrams to ignore at first
   */
  UdpTrackerFixture(int lost, List<PeerAddress> peers) throws IOException {
    this.lost = lost;
    this.peers = peers;
    executor.execute(this::serve);
  }

  String url() {
    return "udp://127.0.0.1:" + socket.getLocalPort();
  }

  List<AnnounceEvent> events() {
    return events;
  }

  private void serve() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        if (received++ < lost) {
          continue;
        }
        var datagram = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        var response = answer(UdpTrackerRequest.read(datagram));
        var out = ByteBuffer.allocate(response.encodedLength());
        response.writeTo(out);
        socket.send(new DatagramPacket(out.array(), out.position(), packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private UdpTrackerResponse answer(UdpTrackerRequest request) {
    int id = request.transactionId();
    if (request instanceof UdpTrackerRequest.Connect) {
      return new UdpTrackerResponse.Connected(id, CONNECTION);
    }
    if (request instanceof UdpTrackerRequest.Announce announce
        && announce.connectionId() == CONNECTION) {
      events.add(announce.request().event());
      return new UdpTrackerResponse.Announced(id, Duration.ofMinutes(30), 0, 1, peers);
    }
    return new UdpTrackerResponse.Failed(id, "no such thing");
  }

  @Override
  public void close() {
    socket.close();
    Threads.end(executor);
  }
}
