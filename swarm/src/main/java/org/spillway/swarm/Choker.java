package org.spillway.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides which peers are unchoked, for all torrents together. There are as many upload slots as
 * the rate fills; a peer that finds a free slot gets it at once. Safe for use by many threads.
 */
public final class Choker {
  /**
   * The number of bytes a second that a slot is worth; with less, a piece takes too long to arrive.
   */
  private static final int BYTES_PER_SLOT = 64 * 1024;

  /** The number of peers that may download, however low the rate is. */
  static final int FEWEST_SLOTS = 16;

  /** The shortest time for which a peer keeps its slot. */
  static final long TURN = TimeUnit.SECONDS.toNanos(10);

  /** The time in which a peer that has a slot must take something if others wait. */
  static final long STALLED = TimeUnit.SECONDS.toNanos(3);

  /** The shorter time that holds if a peer waits whose host has no slot. */
  static final long STALLED_BEFORE_OTHERS = TimeUnit.SECONDS.toNanos(1);

  /** One of this many slots changes hands in each turn. */
  private static final int SHARE = 3;

  /**
   * A peer that wants to download. The choker calls it on any thread while it holds its lock; the
   * peer must only pass the news on to its own thread.
   */
  public interface Candidate {
    void unchoked();

    void choked();

    /** Returns the host of the peer: hosts with fewer slots come first. */
    Object host();

    /**
     * Returns when the peer took bytes last, or was last kept waiting by the server's own rate, by
     * the choker's clock; any earlier time if never.
     */
    long lastTook();

    /** Returns the rate at which the peer downloads now, in bytes a second. */
    double rate();

    /** Returns whether the peer may download at all now. */
    boolean mayDownload();

    /**
     * Returns whether the peer passes nothing on to others; such a peer comes after those that do.
     */
    boolean keepsToItself();
  }

  private final int fixedSlots;
  private final ChokerOrder order;
  private final RateLimiter limit;
  private final LongSupplier nanoTime;
  private final TransferRate rate;

  /** The peers that have a slot, with the times at which they got it. */
  private final Map<Candidate, Long> unchoked = new LinkedHashMap<>();

  private final Map<Object, Integer> slotsByHost = new HashMap<>();
  private final Set<Candidate> waiting = new LinkedHashSet<>();

  /** The number of the last unchoke of each host: hosts take turns. */
  private final Map<Object, Long> served = new HashMap<>();

  private long unchokes;
  private long lastTurn;

  /**
   * Makes a choker without peers.
   *
   * @param fixedSlots how many peers may download at a time; 0 allows as many as the rate fills
   * @param order decides which peers keep their slot when others wait
   * @param limit the rate that all peers share
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public Choker(int fixedSlots, ChokerOrder order, RateLimiter limit, LongSupplier nanoTime) {
    this.fixedSlots = fixedSlots;
    this.order = order;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.lastTurn = nanoTime.getAsLong();
    this.rate = new TransferRate(lastTurn);
  }

  /** Notes that a peer wants to download; the peer hears when it may. */
  public synchronized void interested(Candidate peer) {
    waiting.add(peer);
    if (!peer.mayDownload()) {
      return;
    }
    if (unchoked.size() < slots()) {
      unchoke(peer);
    } else {
      makeRoom(peer);
    }
  }

  /**
   * Gives a newcomer a slot of the host that has most, if it has at least two more, or else of a
   * peer that takes nothing, if the newcomer's host has none.
   */
  private void makeRoom(Candidate newcomer) {
    int own = slotsByHost.getOrDefault(newcomer.host(), 0);
    var greediest =
        slotsByHost.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .filter(host -> host.getValue() > own + 1)
            .flatMap(host -> slowestOf(host.getKey()));
    greediest
        .or(() -> own == 0 ? stalled(STALLED_BEFORE_OTHERS).findFirst() : Optional.empty())
        .ifPresent(
            peer -> {
              choke(peer);
              unchoke(newcomer);
            });
  }

  /** Returns the peers that have a slot and have taken nothing for so long, in nanoseconds. */
  private Stream<Candidate> stalled(long time) {
    long before = nanoTime.getAsLong() - time;
    return unchoked.entrySet().stream()
        .filter(peer -> peer.getValue() - before <= 0 && peer.getKey().lastTook() - before <= 0)
        .map(Map.Entry::getKey);
  }

  private Optional<Candidate> slowestOf(Object host) {
    return unchoked.keySet().stream()
        .filter(peer -> peer.host().equals(host))
        .min(Comparator.comparingDouble(Candidate::rate));
  }

  /** Notes that a peer no longer wants to download, or has left. */
  public synchronized void notInterested(Candidate peer) {
    waiting.remove(peer);
    if (unchoked.containsKey(peer)) {
      takeSlot(peer);
      fill();
    }
  }

  /** Notes that bytes were sent to any of the peers. */
  public synchronized void sent(int bytes) {
    rate.add(bytes, nanoTime.getAsLong());
  }

  /**
   * Gives slots to peers that wait and takes them from others. Must be called about once a second.
   */
  public synchronized void review() {
    for (Candidate peer : List.copyOf(unchoked.keySet())) {
      if (!peer.mayDownload()) {
        choke(peer);
      }
    }
    long now = nanoTime.getAsLong();
    chokeStalled();
    fill();
    if (now - lastTurn >= TURN) {
      lastTurn = now;
      rotate(now);
    }
  }

  private int slots() {
    if (fixedSlots > 0) {
      return fixedSlots;
    }
    double known = limit.isLimited() ? limit.rate() : rate.perSecond(nanoTime.getAsLong());
    return Math.max(FEWEST_SLOTS, (int) Math.min(known / BYTES_PER_SLOT, Integer.MAX_VALUE));
  }

  private void fill() {
    int free = slots() - unchoked.size();
    if (free > 0 && !waiting.isEmpty()) {
      next(free).forEach(this::unchoke);
    }
  }

  /** Takes slots from peers that take nothing, if others could use them. */
  private void chokeStalled() {
    long wanted = waiting.stream().filter(Candidate::mayDownload).count();
    stalled(STALLED).limit(wanted).toList().forEach(this::choke);
    stalled(STALLED_BEFORE_OTHERS).limit(hostsWithoutSlot()).toList().forEach(this::choke);
    served.keySet().retainAll(hosts());
  }

  private long hostsWithoutSlot() {
    return waiting.stream()
        .filter(Candidate::mayDownload)
        .map(Candidate::host)
        .filter(host -> !slotsByHost.containsKey(host))
        .distinct()
        .count();
  }

  private Set<Object> hosts() {
    return Stream.concat(unchoked.keySet().stream(), waiting.stream())
        .map(Candidate::host)
        .collect(Collectors.toSet());
  }

  /** Returns peers that wait: the ones that share first, and hosts with few slots before others. */
  private List<Candidate> next(int count) {
    var slots = new HashMap<>(slotsByHost);
    var byMerit =
        waiting.stream()
            .filter(Candidate::mayDownload)
            .collect(Collectors.partitioningBy(Candidate::keepsToItself));
    List<Candidate> chosen = new ArrayList<>();
    choose(byMerit.getOrDefault(false, List.of()), count, slots, chosen);
    choose(byMerit.getOrDefault(true, List.of()), count, slots, chosen);
    return chosen;
  }

  private void choose(
      List<Candidate> peers, int count, Map<Object, Integer> slots, List<Candidate> chosen) {
    Map<Object, Deque<Candidate>> byHost = new LinkedHashMap<>();
    peers.forEach(
        peer -> byHost.computeIfAbsent(peer.host(), host -> new ArrayDeque<>()).add(peer));
    var queues = List.copyOf(byHost.values());
    var hosts = List.copyOf(byHost.keySet());
    var next =
        new PriorityQueue<Integer>(
            Comparator.<Integer>comparingInt(i -> slots.getOrDefault(hosts.get(i), 0))
                .thenComparingLong(i -> served.getOrDefault(hosts.get(i), 0L))
                .thenComparing(Comparator.naturalOrder()));
    IntStream.range(0, hosts.size()).forEach(next::add);
    while (chosen.size() < count && !next.isEmpty()) {
      int host = next.remove();
      chosen.add(queues.get(host).remove());
      slots.merge(hosts.get(host), 1, Integer::sum);
      if (!queues.get(host).isEmpty()) {
        next.add(host);
      }
    }
  }

  private void rotate(long now) {
    int most = Math.max(1, unchoked.size() / SHARE);
    var successors = next(most);
    var leaving = new ArrayList<Candidate>();
    unchoked.entrySet().stream()
        .filter(peer -> now - peer.getValue() >= TURN)
        .map(Map.Entry::getKey)
        .sorted(byMerit())
        .limit(successors.size())
        .forEach(leaving::add);
    leaving.forEach(this::choke);
    fill();
  }

  /** Returns an order in which the first peer is the first to lose its slot. */
  private Comparator<Candidate> byMerit() {
    var selfish = Comparator.comparing((Candidate peer) -> !peer.keepsToItself());
    // The map, and with it the stream, is in the order of the times.
    return order == ChokerOrder.FASTEST ? selfish.thenComparingDouble(Candidate::rate) : selfish;
  }

  private void unchoke(Candidate peer) {
    waiting.remove(peer);
    unchoked.put(peer, nanoTime.getAsLong());
    slotsByHost.merge(peer.host(), 1, Integer::sum);
    unchokes++;
    served.put(peer.host(), unchokes);
    peer.unchoked();
  }

  private void choke(Candidate peer) {
    takeSlot(peer);
    waiting.add(peer);
    peer.choked();
  }

  private void takeSlot(Candidate peer) {
    unchoked.remove(peer);
    slotsByHost.computeIfPresent(peer.host(), (host, count) -> count == 1 ? null : count - 1);
  }
}
