package org.spillway.swarm.utp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Endpoints, the links between them, and a clock that jumps from one event to the next. */
final class SimulatedNetwork {
  private static final int HEADERS = 28;

  private record Event(long time, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time == other.time ? Long.compare(order, other.order) : Long.compare(time, other.time);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<InetSocketAddress, UtpEndpoint> endpoints = new HashMap<>();
  private final Map<InetSocketAddress, SimulatedLink> links = new HashMap<>();
  private final Random random;
  private long now = 1_000_000;
  private long order;

  SimulatedNetwork(long seed) {
    System.out.println("seed of the network " + seed);
    random = new Random(seed);
  }

  long micros() {
    return now;
  }

  double seconds() {
    return now / 1e6;
  }

  void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }

  /** The way that packets take to an address. */
  SimulatedLink linkTo(InetSocketAddress address) {
    return links.computeIfAbsent(address, key -> new SimulatedLink(this, random));
  }

  UtpEndpoint endpoint(InetSocketAddress address, UtpAcceptor acceptor) {
    var endpoint =
        new UtpEndpoint(
            (remote, datagram) -> send(address, remote, datagram),
            () -> now * 1000,
            random,
            acceptor);
    endpoints.put(address, endpoint);
    tick(endpoint);
    return endpoint;
  }

  private void tick(UtpEndpoint endpoint) {
    endpoint.tick();
    at(now + UtpEndpoint.TICK_MILLIS * 1000L, () -> tick(endpoint));
  }

  void send(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
    byte[] bytes = new byte[datagram.remaining()];
    datagram.duplicate().get(bytes);
    linkTo(to).send(bytes.length + HEADERS, () -> arrive(from, to, ByteBuffer.wrap(bytes)));
  }

  private void arrive(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
    var endpoint = endpoints.get(to);
    if (endpoint != null) {
      endpoint.received(from, datagram);
      endpoint.flush();
    }
  }

  /** Goes on until something is so, for at most so many seconds of the simulated time. */
  boolean runUntil(BooleanSupplier condition, double seconds) {
    long end = now + (long) (seconds * 1e6);
    while (!condition.getAsBoolean() && !events.isEmpty() && events.peek().time() <= end) {
      var event = events.remove();
      now = Math.max(now, event.time());
      event.action().run();
    }
    return condition.getAsBoolean();
  }

  void run(double seconds) {
    runUntil(() -> false, seconds);
  }
}
