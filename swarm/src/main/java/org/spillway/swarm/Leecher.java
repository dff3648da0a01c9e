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
  /** A leecher that got nothing from others for so long depends on us, at the earliest. */
  private static final long STRANDED = TimeUnit.SECONDS.toNanos(8);

  /** Where links are slow, others need more than the time that some pieces took from us. */
  private static final int PIECES_TO_WAIT = 4;

  /**
   * An offered piece does not count as a copy when it takes longer than this, and than expected.
   */
  private static final long SLOW = TimeUnit.SECONDS.toNanos(6);

  /** How many times the expected time counts as slow. */
  private static final int SLOWER = 4;

  /** However long a piece may be expected to take, others do not wait longer than this for it. */
  private static final long SLOWEST = TimeUnit.MINUTES.toNanos(1);

  /** A leecher that takes fewer bytes a second takes none. */
  private static final double NOTHING = 1024;

  /** What is offered and not yet asked for is what the leecher takes in this time. */
  private static final double WINDOW_SECONDS = 1;

  /** When every piece is in the swarm, the window may be so many times as long. */
  private static final int PLENTY = 3;

  /** An unchoked leecher can ask for as many bytes as so many pieces have, at least. */
  private static final int SMALLEST_WINDOW = 2;

  /** What a choked leecher is offered keeps it interested. */
  private static final int CHOKED_WINDOW = 1;

  /** So many pieces that others lack are given before a leecher is judged by them. */
  private static final int TRUSTED_WITH = 8;

  private final Distribution distribution;
  private final Host host;
  private final BitSet has = new BitSet();
  private final BitSet offered = new BitSet();
  private final BitSet served = new BitSet();

  /** Pieces on their way, in the order in which they were offered. */
  private final Map<Integer, Offer> underway = new LinkedHashMap<>();

  private final ByteRate rate;
  private long heardFromOthers;
  private boolean choked = true;

  /** Since when it may ask for blocks, if it may. */
  private long unchokedSince;

  /** How long the last piece took from its offer to its arrival. */
  private long pieceTime;

  private boolean knowsAll;
  private int entrusted;
  private int passedOn;

  /** A piece that was offered, and how many of its bytes were asked for. */
  private static final class Offer {
    private final long time;
    private long requested;

    Offer(long time) {
      this.time = time;
    }
  }

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
      var offer = underway.remove(piece);
      if (offer != null) {
        pieceTime = age(offer, now);
      }
      distribution.arrived(this, piece, offer != null, served.get(piece));
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

  /**
   * The leecher asks for a block, whether or not its piece was offered.
   *
   * @param length of the block, in bytes
   */
  public void requested(int piece, int length) {
    synchronized (distribution) {
      if (has.get(piece)) {
        return;
      }
      served.set(piece);
      offered.set(piece);
      var offer = underway.get(piece);
      if (offer == null) {
        offer = new Offer(distribution.now());
        underway.put(piece, offer);
        distribution.sending(piece);
      }
      offer.requested += length;
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
   * told of a piece or asked for blocks, and about once a second.
   *
   * @param unchoked whether the leecher may ask for blocks
   */
  public List<Integer> nextOffers(boolean unchoked) {
    synchronized (distribution) {
      long now = distribution.now();
      choke(!unchoked, now);
      forgetSlow(now);
      if (knowsAll) {
        return List.of();
      }
      return unchoked && distribution.isFreeToAll()
          ? offerRarest(PLENTY * window(true, now), now)
          : offerRarest(window(unchoked, now), now);
    }
  }

  private List<Integer> offerRarest(long window, long now) {
    List<Integer> pieces = new ArrayList<>();
    boolean isNeeded = isStranded(now);
    long open = unrequested();
    int piece = 0;
    while (open < window && piece >= 0) {
      piece = distribution.rarest(this, isNeeded);
      if (piece >= 0) {
        offer(piece, now);
        pieces.add(piece);
        open += distribution.pieceLength();
      }
    }
    return pieces;
  }

  private void offer(int piece, long now) {
    offered.set(piece);
    underway.put(piece, new Offer(now));
    distribution.sending(piece);
  }

  /** The bytes that are offered and that it has not asked for. */
  private long unrequested() {
    long length = distribution.pieceLength();
    return underway.values().stream().mapToLong(o -> Math.max(0, length - o.requested)).sum();
  }

  /** How many bytes it is to find offered when it asks for more. */
  private long window(boolean unchoked, long now) {
    long length = distribution.pieceLength();
    if (!unchoked || keepsToItself()) {
      return CHOKED_WINDOW * length;
    }
    return Math.max(SMALLEST_WINDOW * length, (long) (rate.perSecond(now) * WINDOW_SECONDS));
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

  private void choke(boolean chokes, long now) {
    if (choked && !chokes) {
      unchokedSince = now;
    }
    choked = chokes;
  }

  private void forgetSlow(long now) {
    long patience = patience(now);
    Iterator<Map.Entry<Integer, Offer>> offers = underway.entrySet().iterator();
    while (offers.hasNext()) {
      var offer = offers.next();
      // A choked leecher waits for its turn: others do not get its piece as well for that.
      boolean waits = choked && offer.getValue().requested == 0;
      if (age(offer.getValue(), now) >= (waits ? SLOWEST : patience)) {
        offers.remove();
        distribution.lost(offer.getKey());
      }
    }
  }

  /** How long it could have asked for an offered piece. */
  private long age(Offer offer, long now) {
    long age = now - offer.time;
    return choked ? age : Math.min(age, now - unchokedSince);
  }

  /** How long an offered piece may take: its last one shows best how slow its link is. */
  private long patience(long now) {
    double perSecond = rate.perSecond(now);
    double expected = perSecond < NOTHING ? 0 : SLOWER * distribution.pieceLength() / perSecond;
    long patience = SLOW + (long) (expected * TimeUnit.SECONDS.toNanos(1));
    return Math.min(Math.max(patience, PIECES_TO_WAIT * pieceTime), SLOWEST);
  }

  /**
   * Whether it gets nothing from others although they have something: the rest of the swarm may be
   * out of its reach.
   */
  private boolean isStranded(long now) {
    long pieces = Math.max(pieceTime, longestRequested(now));
    long patience = Math.max(STRANDED, Math.min(PIECES_TO_WAIT * pieces, SLOWEST));
    long waiting = Math.min(now - heardFromOthers, now - distribution.heldSince());
    return distribution.holdsAnything() && waiting > patience;
  }

  /**
   * How long it has been taking a piece that has not arrived yet; on a slow link that tells more
   * than what arrived.
   */
  private long longestRequested(long now) {
    for (Offer offer : underway.values()) {
      if (offer.requested > 0) {
        // The offers are in the order of their times.
        return now - offer.time;
      }
    }
    return 0;
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

  /** How long its last piece took from the offer to its arrival, in nanoseconds; 0 at first. */
  long pieceTime() {
    return pieceTime;
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
