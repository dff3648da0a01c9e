package org.spillway.client;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerResponse;

/** Announces over UDP (BEP 15). Safe for use by many threads. */
final class UdpTracker {
  /** The number of tries. Each wait is twice as long as the one before, as in BEP 15. */
  private static final int TRIES = 3;

  /** The waits of all tries together, in units of the first: 1 + 2 + 4. */
  private static final int WAITS = 7;

  /** The longest time until a blocked thread notices that it was interrupted. */
  private static final int SLICE_MILLIS = 200;

  private static final int MAX_DATAGRAM = 64 * 1024;

  private final Duration timeout;
  private final Destinations destinations;
  private final LongSupplier nanoTime;

  /**
   * @param timeout the longest time for one question with all its repetitions
   * @param destinations the addresses that datagrams may be sent to
   * @param nanoTime as {@link System#nanoTime}
   */
  UdpTracker(Duration timeout, Destinations destinations, LongSupplier nanoTime) {
    this.timeout = timeout;
    this.destinations = destinations;
    this.nanoTime = nanoTime;
  }

  AnnounceAnswer announce(URI url, AnnounceRequest request)
      throws IOException, InterruptedException {
    try (var socket = new DatagramSocket()) {
      var address = address(url);
      socket.connect(address);
      boolean ipv6 = address.getAddress() instanceof Inet6Address;
      var connected = ask(socket, ipv6, new UdpTrackerRequest.Connect(transactionId()));
      if (connected instanceof UdpTrackerResponse.Connected connection) {
        return answer(
            ask(
                socket,
                ipv6,
                new UdpTrackerRequest.Announce(
                    connection.connectionId(), transactionId(), request)));
      }
      return answer(connected);
    }
  }

  private InetSocketAddress address(URI url) throws IOException {
    String host = UrlHost.of(url).orElse("");
    int port = UrlHost.port(url);
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IOException("the URL of a UDP tracker must have a host and a port");
    }
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    destinations.require(address.getAddress());
    return address;
  }

  private static int transactionId() {
    return ThreadLocalRandom.current().nextInt();
  }

  private static AnnounceAnswer answer(UdpTrackerResponse response) throws IOException {
    if (response instanceof UdpTrackerResponse.Announced announced) {
      return new AnnounceAnswer.Announced(
          announced.interval(),
          Duration.ZERO,
          announced.complete(),
          announced.incomplete(),
          announced.peers());
    }
    if (response instanceof UdpTrackerResponse.Failed failed) {
      return new AnnounceAnswer.Failed(failed.reason());
    }
    throw new IOException("sent an answer to another question");
  }

  private UdpTrackerResponse ask(DatagramSocket socket, boolean ipv6, UdpTrackerRequest request)
      throws IOException, InterruptedException {
    ByteBuffer out = ByteBuffer.allocate(request.encodedLength());
    request.writeTo(out);
    for (int i = 0; i < TRIES; i++) {
      socket.send(new DatagramPacket(out.array(), out.position()));
      var deadline = Deadline.after(timeout.dividedBy(WAITS).multipliedBy(1L << i), nanoTime);
      while (!deadline.isOver()) {
        ByteBuffer datagram = receive(socket, deadline);
        if (answers(datagram, request)) {
          return UdpTrackerResponse.read(datagram, ipv6);
        }
      }
    }
    throw new SocketTimeoutException("no answer");
  }

  /**
   * Returns whether the datagram answers the request. Answers to an earlier try, or of a stranger,
   * are skipped.
   */
  private static boolean answers(ByteBuffer datagram, UdpTrackerRequest request) {
    return datagram.remaining() >= 2 * Integer.BYTES
        && datagram.getInt(Integer.BYTES) == request.transactionId();
  }

  /** Returns a datagram, or an empty buffer if none came for a moment. */
  private static ByteBuffer receive(DatagramSocket socket, Deadline deadline)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    socket.setSoTimeout((int) Math.max(1, Math.min(SLICE_MILLIS, deadline.leftMillis())));
    try {
      socket.receive(packet);
      return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    } catch (PortUnreachableException e) {
      throw new IOException("connection refused", e);
    } catch (SocketTimeoutException e) {
      return ByteBuffer.allocate(0);
    }
  }
}
