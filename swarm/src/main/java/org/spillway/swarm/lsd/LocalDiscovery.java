package org.spillway.swarm.lsd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * Announces torrents to the network, and hears of peers that do the same (BEP 14). It belongs to
 * one thread, which passes in every datagram and calls {@link #tick} about every second.
 */
public final class LocalDiscovery {
  /** The time between two announces of one torrent (BEP 14). */
  static final Duration INTERVAL = Duration.ofMinutes(5);

  /** The shortest time between two of them, if another peer has come meanwhile (BEP 14). */
  static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);

  /** The shortest time between two datagrams. */
  static final Duration GAP = Duration.ofSeconds(1);

  /** The most datagrams that are read in a second, and those of them from one address. */
  static final int MOST_RECEIVED = 100;

  static final int MOST_OF_ONE_ADDRESS = 10;

  /** The most peers that are remembered as reported; each is reported once in {@link #INTERVAL}. */
  static final int MOST_REPORTED = 1000;

  private final LsdGroup group;
  private final int port;
  private final LsdOutput output;
  private final LongSupplier nanoTime;
  private final LsdListener listener;
  private final Predicate<InetAddress> isNear;
  private final String cookie;

  /** The times at which torrents are announced next. */
  private final Map<InfoHash, Long> due = new LinkedHashMap<>();

  /** The torrents that are announced earlier than planned the next time. */
  private final Set<InfoHash> hurried = new HashSet<>();

  private final Map<Reported, Long> reported =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Reported, Long> eldest) {
          return size() > MOST_REPORTED;
        }
      };

  private final Map<InetAddress, Integer> received = new HashMap<>();
  private int allReceived;
  private long secondBegin;
  private long nextSend;

  private record Reported(InfoHash infoHash, PeerAddress peer) {}

  /**
   * Makes a part that announces nothing yet.
   *
   * @param port the port at which our peer accepts connections, 1 to 65535
   * @param nanoTime a clock such as {@link System#nanoTime}
   * @param random the source of the cookie by which we know our own messages
   * @param isNear says which senders are in the network; messages of others are ignored
   */
  public LocalDiscovery(
      LsdGroup group,
      int port,
      LsdOutput output,
      LongSupplier nanoTime,
      RandomGenerator random,
      Predicate<InetAddress> isNear,
      LsdListener listener) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
    }
    this.group = group;
    this.port = port;
    this.output = output;
    this.nanoTime = nanoTime;
    this.isNear = isNear;
    this.listener = listener;
    this.cookie = Long.toHexString(random.nextLong());
    this.nextSend = nanoTime.getAsLong();
    this.secondBegin = nanoTime.getAsLong();
  }

  /** Announces a torrent soon, and from then on at the interval. */
  public void add(InfoHash infoHash) {
    due.putIfAbsent(infoHash, nanoTime.getAsLong());
  }

  /** Announces a torrent no more. */
  public void remove(InfoHash infoHash) {
    due.remove(infoHash);
    hurried.remove(infoHash);
  }

  /** Sends one datagram if one is due; it names several torrents if there are as many. */
  public void tick() {
    long now = nanoTime.getAsLong();
    if (now - nextSend < 0) {
      return;
    }
    List<InfoHash> next =
        due.entrySet().stream()
            .filter(entry -> entry.getValue() - now <= 0)
            .limit(LsdMessage.MOST_INFO_HASHES)
            .map(Map.Entry::getKey)
            .toList();
    if (!next.isEmpty()) {
      nextSend = now + GAP.toNanos();
      next.forEach(infoHash -> announced(infoHash, now));
      var message = new LsdMessage(group.host(), port, next, cookie);
      output.send(ByteBuffer.wrap(message.toBytes()));
    }
  }

  private void announced(InfoHash infoHash, long now) {
    // Those that have waited for longest stand first.
    due.remove(infoHash);
    due.put(infoHash, now + INTERVAL.toNanos());
    hurried.remove(infoHash);
  }

  /** Takes a datagram, whatever it contains. */
  public void received(InetSocketAddress from, ByteBuffer datagram) {
    if (!isNear.test(from.getAddress()) || !isWithinLimits(from.getAddress())) {
      return;
    }
    try {
      var message = LsdMessage.read(datagram);
      if (!message.cookie().equals(cookie)) {
        var peer = new PeerAddress(from.getAddress(), message.port());
        message.infoHashes().forEach(infoHash -> heard(infoHash, peer));
      }
    } catch (MalformedLsdException e) {
      // Anybody in the network can send anything; nothing is lost.
      return;
    }
  }

  private boolean isWithinLimits(InetAddress address) {
    long now = nanoTime.getAsLong();
    if (now - secondBegin >= GAP.toNanos()) {
      secondBegin = now;
      allReceived = 0;
      received.clear();
    }
    return ++allReceived <= MOST_RECEIVED
        && received.merge(address, 1, Integer::sum) <= MOST_OF_ONE_ADDRESS;
  }

  private void heard(InfoHash infoHash, PeerAddress peer) {
    if (!due.containsKey(infoHash)) {
      return;
    }
    long now = nanoTime.getAsLong();
    var key = new Reported(infoHash, peer);
    var last = reported.get(key);
    if (last == null || now - last >= INTERVAL.toNanos()) {
      reported.remove(key);
      reported.put(key, now);
      answer(infoHash);
      listener.foundPeer(infoHash, peer);
    }
  }

  /**
   * Announces a torrent earlier than planned, because a peer that has just come knows nobody yet.
   */
  private void answer(InfoHash infoHash) {
    if (hurried.add(infoHash)) {
      long earlier = INTERVAL.minus(SHORTEST_INTERVAL).toNanos();
      due.computeIfPresent(infoHash, (known, planned) -> planned - earlier);
    }
  }
}
