package org.spillway.swarm.utp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Handles all connections of one UDP socket. It belongs to one thread, which passes in every
 * datagram, calls {@link #flush} after each batch of datagrams and after changes to connections,
 * and {@link #tick} about every {@link #TICK_MILLIS}.
 */
public final class UtpEndpoint {
  /** The interval at which to call {@link #tick} while there are connections, in milliseconds. */
  public static final int TICK_MILLIS = 50;

  /**
   * The most connections whose other side has proved nothing yet; a new one replaces the oldest.
   */
  static final int MOST_HALF_OPEN = 1024;

  /** The most connections, including those that are closing; far more than a seeder allows. */
  static final int MOST_CONNECTIONS = 10_000;

  private static final int TRIES_FOR_AN_ID = 100;

  private final UtpOutput output;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final UtpAcceptor acceptor;
  private final Map<UtpKey, UtpConnection> connections = new HashMap<>();
  private final Map<UtpKey, UtpConnection> halfOpen = new LinkedHashMap<>();
  private final Set<UtpConnection> touched = new LinkedHashSet<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(Header.LENGTH + 256);
  private final Inside inside = new Inside();
  private boolean closed;

  /**
   * Makes an endpoint without connections.
   *
   * @param random the source of ids and numbers that strangers must not guess
   * @param acceptor accepts connections that others begin
   */
  public UtpEndpoint(
      UtpOutput output, LongSupplier nanoTime, RandomGenerator random, UtpAcceptor acceptor) {
    this.output = output;
    this.nanoTime = nanoTime;
    this.random = random;
    this.acceptor = acceptor;
  }

  /** Returns whether there is no connection, so that no ticks are necessary. */
  public boolean isIdle() {
    return connections.isEmpty() && halfOpen.isEmpty();
  }

  /** Returns how many connections there are, including those that are being opened or closed. */
  public int size() {
    return connections.size() + halfOpen.size();
  }

  /**
   * Begins a connection. The listener hears whether it succeeds; without an answer it fails after
   * about three seconds.
   *
   * @throws IllegalStateException if there are too many connections, or the endpoint is closed
   */
  public UtpConnection connect(InetSocketAddress remote, UtpListener listener) {
    var dialled = UtpConnection.dialled(inside, remote, freeId(remote), listener);
    connections.put(dialled.key(), dialled);
    inside.touch(dialled);
    return dialled;
  }

  private int freeId(InetSocketAddress remote) {
    for (int i = 0; i < TRIES_FOR_AN_ID && !closed && connections.size() < MOST_CONNECTIONS; i++) {
      int id = inside.random16();
      if (!connections.containsKey(new UtpKey(remote, id))) {
        return id;
      }
    }
    throw new IllegalStateException("there is no room for a connection to " + remote);
  }

  /** Takes a datagram, whatever it contains. */
  public void received(InetSocketAddress remote, ByteBuffer datagram) {
    if (closed || remote.getPort() == 0) {
      return;
    }
    try {
      received(remote, Packet.read(datagram));
    } catch (MalformedPacketException e) {
      // Anybody can send anything to a UDP port; nothing is lost.
      return;
    }
  }

  private void received(InetSocketAddress remote, Packet packet) {
    var header = packet.header();
    switch (header.type()) {
      case SYN -> receivedSyn(remote, packet);
      case RESET -> receivedReset(remote, packet);
      case DATA, FIN, STATE -> {
        var connection = find(new UtpKey(remote, header.connectionId()), header);
        if (connection != null) {
          connection.received(packet, inside.micros());
          inside.touch(connection);
        } else if (header.type() != PacketType.STATE) {
          refuse(remote, header);
        }
      }
    }
  }

  private @Nullable UtpConnection find(UtpKey key, Header header) {
    var connection = connections.get(key);
    var half = connection == null ? halfOpen.get(key) : null;
    if (half == null || !half.isProvedBy(header)) {
      return connection;
    }
    halfOpen.remove(key);
    connections.put(key, half);
    half.open();
    half.listen(acceptor.accepted(half));
    return half;
  }

  private void receivedSyn(InetSocketAddress remote, Packet packet) {
    var header = packet.header();
    var key = new UtpKey(remote, header.connectionId() + 1 & 0xffff);
    var known = connections.getOrDefault(key, halfOpen.get(key));
    if (known != null) {
      known.received(packet, inside.micros());
      inside.touch(known);
    } else if (connections.size() >= MOST_CONNECTIONS) {
      refuse(remote, header);
    } else {
      makeRoom();
      var half = UtpConnection.halfOpen(inside, key, header);
      halfOpen.put(key, half);
      inside.touch(half);
    }
  }

  private void makeRoom() {
    if (halfOpen.size() >= MOST_HALF_OPEN) {
      inside.remove(halfOpen.values().iterator().next());
    }
  }

  /**
   * Handles a reset, which has the id of the packet that it answers, or the id that its sender
   * would use.
   */
  private void receivedReset(InetSocketAddress remote, Packet packet) {
    int id = packet.header().connectionId();
    for (int other : List.of(id, id - 1, id + 1)) {
      var connection = connections.get(new UtpKey(remote, other & 0xffff));
      if (connection != null && (other == id || connection.sendId() == id)) {
        connection.received(packet, inside.micros());
        return;
      }
    }
  }

  /**
   * Answers with a reset that is no longer than the packet, so that nobody gains by forging a
   * sender.
   */
  private void refuse(InetSocketAddress remote, Header header) {
    int now = (int) inside.micros();
    var reset =
        new Header(
            PacketType.RESET,
            header.connectionId(),
            now,
            now - header.timestamp(),
            0,
            inside.random16(),
            header.sequenceNumber());
    inside.send(remote, reset, SelectiveAck.NONE);
  }

  /** Sends what can be sent now. */
  public void flush() {
    var round = new ArrayDeque<>(touched);
    touched.clear();
    long now = inside.micros();
    while (!round.isEmpty()) {
      round.remove().flush(now);
      if (round.isEmpty()) {
        round.addAll(touched);
        touched.clear();
      }
    }
  }

  /** Handles what did not come in time, and flushes. */
  public void tick() {
    long now = inside.micros();
    List.copyOf(halfOpen.values()).forEach(connection -> connection.tick(now));
    List.copyOf(connections.values()).forEach(connection -> connection.tick(now));
    flush();
  }

  /** Ends all connections at once; their listeners hear nothing of it. */
  public void close() {
    closed = true;
    List.copyOf(connections.values()).forEach(UtpConnection::reset);
    halfOpen.clear();
    touched.clear();
  }

  /** The endpoint as its connections see it; these methods are not for other callers. */
  private final class Inside implements UtpConnection.Endpoint {
    @Override
    public long micros() {
      return TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong());
    }

    @Override
    public int random16() {
      return random.nextInt(0x1_0000);
    }

    @Override
    public void touch(UtpConnection connection) {
      touched.add(connection);
    }

    @Override
    public void remove(UtpConnection connection) {
      connections.remove(connection.key(), connection);
      halfOpen.remove(connection.key(), connection);
      touched.remove(connection);
    }

    @Override
    public void send(InetSocketAddress remote, ByteBuffer packet) {
      output.send(remote, packet);
    }

    @Override
    public void send(InetSocketAddress remote, Header header, SelectiveAck selectiveAck) {
      buffer.clear();
      header.writeTo(buffer, selectiveAck.isEmpty() ? 0 : SelectiveAck.EXTENSION);
      selectiveAck.writeTo(buffer);
      output.send(remote, buffer.flip());
    }
  }
}
