package org.spillway.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One connected peer that downloads a torrent, as its {@link Distribution} sees it. Safe for use by
 * many threads.
 *
 * <p>A leecher is offered pieces a few at a time, by HAVE messages, and asks for those (BEP 16 does
 * so one by one). A piece is on its way from the moment it is offered until the leecher tells that
 * it has it.
 */
public final class Leecher {
  /** An offered piece that does not arrive for so long no longer counts as a copy. */
  private static final long SLOW = TimeUnit.SECONDS.toNanos(15);

  /** A leecher that got nothing from others for so long depends on us. */
  private static final long STRANDED = TimeUnit.SECONDS.toNanos(8);

  /** The pieces on their way to a leecher are what it takes in this time. */
  private static final double WINDOW_SECONDS = 3;

  /** A leecher that is unchoked always has so many pieces on their way. */
  private static final int SMALLEST_WINDOW = 6;

  /** What a choked leecher is offered keeps it interested. */
  private static final int CHOKED_WINDOW = 1;

  /** So many pieces that others lack are given before a leecher is judged by them. */
  private static final int TRUSTED_WITH = 8;

  private final Distribution distribution;
  private final Host host;
  private final BitSet has = new BitSet();
  private final BitSet offered = new BitSet();
  private final BitSet served = new BitSet();

  /** Pieces on their way with the times when they were offered, in that order. */
  private final Map<Integer, Long> underway = new LinkedHashMap<>();

  private final ByteRate rate;
  private long heardFromOthers;
  private boolean knowsAll;
  private int entrusted;
  private int passedOn;

  Leecher(Distribution distribution, Host host, long now) {
    this.distribution = distribution;
    this.host = host;
    this.rate = new ByteRate(now);
    this.heardFromOthers = now;
  }

  Host host() {
    return host;
  }

  /**
   * Decides what the leecher is told of our pieces at first. One that is alone may ask for
   * anything; others are told of pieces by {@link #nextOffers}.
   *
   * @return whether all pieces are offered
   */
  public boolean greet() {
    synchronized (distribution) {
      knowsAll = distribution.leechers().size() == 1;
      if (knowsAll) {
        offered.set(0, distribution.pieceCount());
      }
      return knowsAll;
    }
  }

  /** The leecher tells that it has a piece. */
  public void has(int piece) {
    synchronized (distribution) {
      if (has.get(piece)) {
        return;
      }
      has.set(piece);
      long now = distribution.now();
      boolean wasCounted = underway.remove(piece) != null;
      distribution.arrived(this, piece, wasCounted, served.get(piece));
      if (!served.get(piece)) {
        heardFromOthers = now;
      }
    }
  }

  /** Whether it has every piece. */
  public boolean isComplete() {
    synchronized (distribution) {
      return has.cardinality() == distribution.pieceCount();
    }
  }

  /** The leecher asks for a block, whether or not its piece was offered. */
  public void requested(int piece) {
    synchronized (distribution) {
      if (!has.get(piece) && !served.get(piece)) {
        served.set(piece);
        offered.set(piece);
        if (underway.putIfAbsent(piece, distribution.now()) == null) {
          distribution.sending(piece);
        }
      }
    }
  }

  /** Bytes of blocks have left for it. */
  public void sent(int bytes) {
    synchronized (distribution) {
      rate.add(bytes, distribution.now());
    }
  }

  /**
   * The pieces to tell the leecher of now, which count as offered from here on. To be asked when it
   * told of a piece, and several times a second.
   *
   * @param unchoked whether the leecher may ask for blocks
   * @param idle whether it waits for none
   */
  public List<Integer> nextOffers(boolean unchoked, boolean idle) {
    synchronized (distribution) {
      long now = distribution.now();
      forgetSlow(now);
      int window = unchoked ? window(now) : CHOKED_WINDOW;
      int count = window - underway.size();
      return offer(unchoked && idle ? Math.max(count, 1) : count, now);
    }
  }

  /**
   * Whether the leecher is to get blocks at all. One that knows of all pieces may ask for any, and
   * only choking it leaves it to the swarm.
   */
  public boolean mayDownload() {
    synchronized (distribution) {
      return !knowsAll
          || isStranded(distribution.now())
          || distribution.lacksCopies(piece -> !has.get(piece), underway.keySet());
    }
  }

  /** What it is sent now, in bytes a second. */
  public double rate() {
    synchronized (distribution) {
      return rate.perSecond(distribution.now());
    }
  }

  private List<Integer> offer(int count, long now) {
    List<Integer> pieces = new ArrayList<>();
    boolean needed = isStranded(now);
    for (int i = 0; i < count; i++) {
      int piece = distribution.rarest(this, needed);
      if (piece < 0) {
        break;
      }
      offered.set(piece);
      underway.put(piece, now);
      distribution.sending(piece);
      pieces.add(piece);
    }
    return pieces;
  }

  private int window(long now) {
    if (keepsToItself()) {
      return 1;
    }
    if (distribution.isFreeToAll()) {
      return distribution.pieceCount();
    }
    double bytes = rate.perSecond(now) * WINDOW_SECONDS;
    return Math.max(SMALLEST_WINDOW, (int) Math.ceil(bytes / distribution.pieceLength()));
  }

  private void forgetSlow(long now) {
    Iterator<Map.Entry<Integer, Long>> eldest = underway.entrySet().iterator();
    while (eldest.hasNext()) {
      var offer = eldest.next();
      if (now - offer.getValue() < SLOW) {
        return;
      }
      eldest.remove();
      distribution.lost(offer.getKey());
    }
  }

  /** Whether it gets nothing from others: the rest of the swarm may be out of its reach. */
  private boolean isStranded(long now) {
    return now - heardFromOthers > STRANDED;
  }

  /** Whether none of the pieces that only it was given has shown up at another peer. */
  public boolean keepsToItself() {
    synchronized (distribution) {
      return entrusted >= TRUSTED_WITH && passedOn == 0;
    }
  }

  void entrusted() {
    entrusted++;
  }

  void passedOn() {
    passedOn++;
  }

  boolean mayBeOffered(int piece) {
    return !has.get(piece) && !offered.get(piece);
  }

  boolean hasPiece(int piece) {
    return has.get(piece);
  }

  BitSet pieces() {
    return has;
  }

  Iterable<Integer> underway() {
    return underway.keySet();
  }

  /** The connection has ended. */
  public void leave() {
    distribution.leave(this);
  }
}
