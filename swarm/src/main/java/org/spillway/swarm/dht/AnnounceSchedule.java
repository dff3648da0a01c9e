package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoHash;

/**
 * Announces torrents again and again. However many there are, and even if all are added at once,
 * they are spread over the interval. For one thread.
 */
final class AnnounceSchedule {
  /** The longest time between two beginnings while there is something to announce. */
  static final Duration LONGEST_GAP = Duration.ofSeconds(1);

  /** The shortest one; with more torrents than fit, the interval becomes longer. */
  static final Duration SHORTEST_GAP = Duration.ofMillis(20);

  /** The time after which a torrent is announced again that no node has taken. */
  static final Duration RETRY = Duration.ofMinutes(1);

  /** The share of the interval by which an announce comes earlier or later, by chance. */
  private static final double JITTER = 0.1;

  private final Duration interval;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Starter starter;
  private final OutgoingQueries queries;
  private final DhtStats.Counters counters;
  private final Map<InfoHash, Torrent> torrents = new HashMap<>();
  private final PriorityQueue<Torrent> waiting;
  private long order;
  private long nextBegin;

  /** Begins lookups. */
  interface Starter {
    /** Returns whether a lookup could begin at once, and would find somebody to ask. */
    boolean isReady();

    /** Begins a lookup of peers. */
    void start(InfoHash infoHash, Lookup.Listener listener);
  }

  private static final class Torrent {
    private final InfoHash infoHash;
    private int port;
    private boolean impliedPort;
    private boolean isWithdrawn;
    private long due;
    private long order;

    Torrent(InfoHash infoHash) {
      this.infoHash = infoHash;
    }
  }

  AnnounceSchedule(
      DhtSettings settings,
      LongSupplier nanoTime,
      RandomGenerator random,
      Starter starter,
      OutgoingQueries queries,
      DhtStats.Counters counters) {
    this.interval = settings.announceInterval();
    this.nanoTime = nanoTime;
    this.random = random;
    this.starter = starter;
    this.queries = queries;
    this.counters = counters;
    this.nextBegin = nanoTime.getAsLong();
    Comparator<Torrent> dueFirst = (one, other) -> Long.signum(one.due - other.due);
    this.waiting = new PriorityQueue<>(dueFirst.thenComparingLong(torrent -> torrent.order));
  }

  /** Returns how many torrents are announced. */
  int size() {
    return torrents.size();
  }

  /**
   * Announces a torrent from now on.
   *
   * @param impliedPort whether others shall take the port from which our datagrams come
   */
  void add(InfoHash infoHash, int port, boolean impliedPort) {
    var torrent = torrents.get(infoHash);
    if (torrent == null) {
      torrent = new Torrent(infoHash);
      torrents.put(infoHash, torrent);
      await(torrent, Duration.ZERO);
    }
    torrent.port = port;
    torrent.impliedPort = impliedPort;
  }

  private void await(Torrent torrent, Duration time) {
    torrent.due = nanoTime.getAsLong() + time.toNanos();
    torrent.order = order++;
    waiting.add(torrent);
  }

  /** Announces a torrent no more. */
  void remove(InfoHash infoHash) {
    var torrent = torrents.remove(infoHash);
    if (torrent != null) {
      torrent.isWithdrawn = true;
      waiting.remove(torrent);
    }
  }

  /** Begins the lookups whose turn it is. */
  void tick() {
    long now = nanoTime.getAsLong();
    // Time that was not used is made up for by one second at most, not by a long burst.
    nextBegin = Math.max(nextBegin - now, -LONGEST_GAP.toNanos()) + now;
    while (isDue(now) && nextBegin - now <= 0 && starter.isReady()) {
      var torrent = waiting.remove();
      nextBegin = nextBegin + gap();
      starter.start(torrent.infoHash, listener(torrent));
    }
  }

  private boolean isDue(long now) {
    return !waiting.isEmpty() && waiting.element().due - now <= 0;
  }

  private long gap() {
    long spread = interval.toNanos() / torrents.size();
    return Math.max(SHORTEST_GAP.toNanos(), Math.min(spread, LONGEST_GAP.toNanos()));
  }

  private Lookup.Listener listener(Torrent torrent) {
    return new Lookup.Listener() {
      @Override
      public void ended(List<Lookup.Answered> closest) {
        if (!torrent.isWithdrawn) {
          announce(torrent, closest);
        }
      }
    };
  }

  private void announce(Torrent torrent, List<Lookup.Answered> closest) {
    int sent = 0;
    for (var answered : closest) {
      if (answered.token().length() > 0 && queries.hasRoom()) {
        announce(torrent, answered);
        sent++;
      }
    }
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    var regular = Duration.ofNanos((long) (interval.toNanos() * factor));
    boolean isSoon = sent == 0 && RETRY.compareTo(regular) < 0;
    await(torrent, isSoon ? RETRY : regular);
  }

  private void announce(Torrent torrent, Lookup.Answered answered) {
    counters.announcesSent++;
    InetSocketAddress address = answered.node().address();
    var announce =
        new KrpcMessage.AnnouncePeer(
            torrent.infoHash, torrent.port, torrent.impliedPort, answered.token());
    queries.ask(
        address,
        announce,
        new OutgoingQueries.Handler() {
          @Override
          public void replied(KrpcMessage.Reply reply) {
            counters.announcesTaken++;
          }

          @Override
          public void failed() {
            // The others of the closest nodes have the announce; the next lookup may find better.
          }
        });
  }
}
