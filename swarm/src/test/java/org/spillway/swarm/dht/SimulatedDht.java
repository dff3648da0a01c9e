package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.spillway.net.IpAddresses;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Nodes at public addresses, a network that loses and delays, and a clock that jumps. */
final class SimulatedDht {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(Dht.TICK_MILLIS);

  private record Event(long time, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time == other.time ? Long.compare(order, other.order) : Long.compare(time, other.time);
    }
  }

  /** Takes datagrams: a node of ours, or one that lies. */
  interface Receiver {
    void received(InetSocketAddress from, ByteBuffer datagram);
  }

  /** A node of ours and what its lookups have found. */
  final class Member implements DhtListener {
    final InetSocketAddress address;
    final Dht dht;
    final Map<InfoHash, Integer> ended = new HashMap<>();
    private final Map<InfoHash, Set<PeerAddress>> found = new HashMap<>();

    private Member(InetSocketAddress address, DhtSettings settings, long seed) {
      this.address = address;
      this.dht =
          new Dht(
              settings,
              (to, datagram) -> send(address, to, datagram),
              SimulatedDht.this::nanoTime,
              new Random(seed),
              this);
    }

    @Override
    public void foundPeers(InfoHash infoHash, List<PeerAddress> peers) {
      found.computeIfAbsent(infoHash, unknown -> new HashSet<>()).addAll(peers);
    }

    @Override
    public void lookedUp(InfoHash infoHash, int nodes) {
      ended.merge(infoHash, nodes, Integer::sum);
    }

    Set<PeerAddress> found(InfoHash infoHash) {
      return found.getOrDefault(infoHash, Set.of());
    }
  }

  final Random random;
  private final long seed;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();

  /** The datagrams that each node has sent to each address at which nobody is. */
  final Map<InetAddress, Map<InetSocketAddress, Integer>> toNobody = new HashMap<>();

  final List<Member> members = new ArrayList<>();
  double loss;
  long sent;
  private long now = TimeUnit.HOURS.toNanos(1);
  private long order;

  SimulatedDht(long seed) {
    System.out.println("seed of the network " + seed);
    this.seed = seed;
    this.random = new Random(seed);
  }

  long nanoTime() {
    return now;
  }

  void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }

  /** Returns an address in a network of its own. */
  static InetSocketAddress address(int number) {
    byte[] bytes = {80, (byte) (number >> 8), (byte) number, (byte) (number % 250 + 1)};
    return new InetSocketAddress(IpAddresses.of(bytes), 6881);
  }

  static InetSocketAddress address6(int number) {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes).putInt(0x2a01_0000).putInt(number).putLong(1);
    return new InetSocketAddress(IpAddresses.of(bytes), 6881);
  }

  Member add(InetSocketAddress address) {
    return add(address, DhtSettings.DEFAULT.withFamily(IpFamily.of(address.getAddress())));
  }

  Member add(InetSocketAddress address, DhtSettings settings) {
    var member = new Member(address, settings, seed + members.size() + 1);
    members.add(member);
    receivers.put(address, member.dht::received);
    at(now + random.nextLong(TICK), () -> tick(member));
    return member;
  }

  private void tick(Member member) {
    if (receivers.containsKey(member.address)) {
      member.dht.tick();
      at(now + TICK, () -> tick(member));
    }
  }

  void receive(InetSocketAddress address, Receiver receiver) {
    receivers.put(address, receiver);
  }

  /** Ends a node without a word. */
  void kill(Member member) {
    receivers.remove(member.address);
    members.remove(member);
  }

  void send(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
    sent++;
    if (!receivers.containsKey(to)) {
      toNobody
          .computeIfAbsent(to.getAddress(), unknown -> new HashMap<>())
          .merge(from, 1, Integer::sum);
      return;
    }
    if (random.nextDouble() < loss) {
      return;
    }
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(bytes);
    long delay = TimeUnit.MILLISECONDS.toNanos(10 + random.nextInt(140));
    at(now + delay, () -> arrive(from, to, ByteBuffer.wrap(bytes)));
  }

  private void arrive(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
    var receiver = receivers.get(to);
    if (receiver != null) {
      receiver.received(from, datagram);
    }
  }

  /** Goes on until something is so, for at most so many seconds of the simulated time. */
  boolean runUntil(BooleanSupplier condition, double seconds) {
    long end = now + (long) (seconds * 1e9);
    while (!condition.getAsBoolean() && !events.isEmpty() && events.peek().time() <= end) {
      var event = events.remove();
      now = Math.max(now, event.time());
      event.action().run();
    }
    return condition.getAsBoolean();
  }

  void run(double seconds) {
    long end = now + (long) (seconds * 1e9);
    runUntil(() -> false, seconds);
    now = end;
  }

  InfoHash randomInfoHash() {
    byte[] bytes = new byte[InfoHash.LENGTH];
    random.nextBytes(bytes);
    return InfoHash.of(bytes);
  }

  /** Adds nodes that begin at the first one, some in each second. */
  void populate(int nodes) {
    var first = address(0);
    for (int i = 0; i < nodes; i++) {
      var member = add(address(i));
      if (i > 0) {
        member.dht.addNodes(List.of(first));
      }
      run(0.1);
    }
  }
}
