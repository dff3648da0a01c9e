package org.spillway.swarm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides which peers are unchoked, of all torrents together. There are as many upload slots as the
 * rate fills; a peer that finds one free gets it at once. Safe for use by many threads.
 */
public final class Choker {
  /** A slot is worth so many bytes a second: with less, a piece takes too long to arrive. */
  private static final int BYTES_PER_SLOT = 64 * 1024;

  /** So many peers may download however low the rate is. */
  static final int FEWEST_SLOTS = 16;

  /** A peer keeps its slot for so long at least. */
  static final long TURN = TimeUnit.SECONDS.toNanos(10);

  /** One of so many slots changes hands in each turn. */
  private static final int SHARE = 3;

  /**
   * A peer that wants to download. The choker calls it on any thread while it holds its lock; the
   * peer must only pass the news on to its own thread.
   */
  public interface Candidate {
    void unchoked();

    void choked();

    /** What it takes now, in bytes a second. */
    double rate();

    /** Whether it may download at all for the time being. */
    boolean mayDownload();

    /** Whether it gives nothing on to others: then it comes after those that do. */
    boolean keepsToItself();
  }

  private final int fixedSlots;
  private final ChokerOrder order;
  private final RateLimiter limit;
  private final LongSupplier nanoTime;
  private final ByteRate rate;

  /** The peers that have a slot, with the times when they got it. */
  private final Map<Candidate, Long> unchoked = new LinkedHashMap<>();

  private final Set<Candidate> waiting = new LinkedHashSet<>();
  private long lastTurn;

  /**
   * @param fixedSlots how many peers may download at a time; 0 for as many as the rate fills
   * @param limit the rate that all of them share
   */
  public Choker(int fixedSlots, ChokerOrder order, RateLimiter limit, LongSupplier nanoTime) {
    this.fixedSlots = fixedSlots;
    this.order = order;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.lastTurn = nanoTime.getAsLong();
    this.rate = new ByteRate(lastTurn);
  }

  /** A peer wants to download; it hears of it when it may. */
  public synchronized void interested(Candidate peer) {
    waiting.add(peer);
    fill();
  }

  /** A peer no longer wants to download, or is gone. */
  public synchronized void notInterested(Candidate peer) {
    waiting.remove(peer);
    if (unchoked.remove(peer) != null) {
      fill();
    }
  }

  /** Bytes have left for any of the peers. */
  public synchronized void sent(int bytes) {
    rate.add(bytes, nanoTime.getAsLong());
  }

  /**
   * Gives slots to those that wait and takes them from others; to be called about once a second.
   */
  public synchronized void review() {
    for (Candidate peer : List.copyOf(unchoked.keySet())) {
      if (!peer.mayDownload()) {
        choke(peer);
      }
    }
    fill();
    long now = nanoTime.getAsLong();
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

  /** Those that wait, the ones that share first. */
  private List<Candidate> next(int count) {
    return waiting.stream()
        .filter(Candidate::mayDownload)
        .sorted(Comparator.comparing(Candidate::keepsToItself))
        .limit(count)
        .toList();
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

  /** The first is the first to make place. */
  private Comparator<Candidate> byMerit() {
    var selfish = Comparator.comparing((Candidate peer) -> !peer.keepsToItself());
    // The map, and with it the stream, is in the order of the times.
    return order == ChokerOrder.FASTEST ? selfish.thenComparingDouble(Candidate::rate) : selfish;
  }

  private void unchoke(Candidate peer) {
    waiting.remove(peer);
    unchoked.put(peer, nanoTime.getAsLong());
    peer.unchoked();
  }

  private void choke(Candidate peer) {
    unchoked.remove(peer);
    waiting.add(peer);
    peer.choked();
  }
}
