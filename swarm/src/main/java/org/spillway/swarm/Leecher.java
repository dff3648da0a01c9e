package org.spillway.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One connected peer that downloads a torrent, as its {@link Distribution} sees it. Safe for use by
 * many threads.
 *
 * <p>A leecher is offered pieces a few at a time, by HAVE messages, and asks for those (in BEP 16
 * one by one). A piece is on its way from the moment when it is offered until the leecher says that
 * it has it.
 */
public final class Leecher implements PeerPolicy {
  /**
   * The shortest time in nanoseconds without anything from others after which a leecher counts as
   * depending on us.
   */
  private static final long STRANDED = TimeUnit.SECONDS.toNanos(8);

  /**
   * The factor by which others may take longer than one piece took from us; on slow links they need
   * more than a fixed time.
   */
  private static final int PIECES_TO_WAIT = 4;

  /**
   * The time in nanoseconds for which an offered piece counts as a copy, if it is not expected to
   * take longer.
   */
  private static final long SLOW = TimeUnit.SECONDS.toNanos(6);

  /** The factor by which a piece that is slow exceeds the expected time. */
  private static final int SLOWER = 4;

  /**
   * The longest time in nanoseconds that others wait for an offered piece, however long it is
   * expected to take.
   */
  private static final long SLOWEST = TimeUnit.MINUTES.toNanos(1);

  /** The rate in bytes a second below which a leecher counts as taking nothing. */
  private static final double NOTHING = 1024;

  /**
   * The number of seconds of the leecher's rate for which pieces are offered ahead of its requests.
   */
  private static final double WINDOW_SECONDS = 1;

  /** The factor by which the window may be longer once every piece is in the swarm. */
  private static final int PLENTY = 3;

  /** The fewest pieces that an unchoked leecher is offered ahead of its requests. */
  private static final int SMALLEST_WINDOW = 2;

  /** The number of pieces that a choked leecher is offered, which keeps it interested. */
  private static final int CHOKED_WINDOW = 1;

  private final Distribution distribution;
  private final LeecherPieces pieces;
  private final TransferRate rate;
  private long heardFromOthers;
  private boolean choked = true;

  /** The time since which the leecher may ask for blocks; meaningless while it is choked. */
  private long unchokedSince;

  private boolean knowsAll;

  private Leecher(Distribution distribution, LeecherPieces pieces, long now) {
    this.distribution = distribution;
    this.pieces = pieces;
    this.rate = new TransferRate(now);
    this.heardFromOthers = now;
  }

  /** Adds a peer that has connected and may lack pieces; it must {@link #leave} later. */
  public static Leecher join(Distribution distribution, Host host) {
    synchronized (distribution) {
      var pieces = distribution.add(host);
      return new Leecher(distribution, pieces, distribution.now());
    }
  }

  /**
   * Decides what the leecher is told of our pieces at first. A leecher that is alone may ask for
   * anything, so that it is told of all pieces; others are told of pieces by {@link #nextOffers}.
   */
  @Override
  public BitSet greet() {
    synchronized (distribution) {
      knowsAll = distribution.leecherCount() == 1;
      var told = new BitSet();
      if (knowsAll) {
        told.set(0, distribution.pieceCount());
        pieces.offeredAll(distribution.pieceCount());
      }
      return told;
    }
  }

  /** Notes that the leecher has a piece. */
  @Override
  public void has(int piece) {
    synchronized (distribution) {
      if (pieces.has(piece)) {
        return;
      }
      long now = distribution.now();
      var offer = pieces.arrived(piece);
      if (offer != null) {
        pieces.took(age(offer, now));
      }
      distribution.arrived(pieces, piece, offer);
      if (!pieces.wasServed(piece)) {
        heardFromOthers = now;
      }
    }
  }

  /** Returns whether the leecher has every piece. */
  @Override
  public boolean isComplete() {
    synchronized (distribution) {
      return pieces.count() == distribution.pieceCount();
    }
  }

  /**
   * Notes that the leecher asks for a block, whether or not its piece was offered.
   *
   * @param length the length of the block, in bytes
   */
  @Override
  public void requested(int piece, int length) {
    synchronized (distribution) {
      if (pieces.has(piece)) {
        return;
      }
      if (!pieces.isUnderway(piece)) {
        distribution.sending(pieces, piece);
      }
      pieces.requested(piece, length);
    }
  }

  /** Notes that bytes of blocks were sent to the leecher. */
  @Override
  public void sent(int bytes) {
    synchronized (distribution) {
      rate.add(bytes, distribution.now());
    }
  }

  /**
   * Returns the pieces to tell the leecher of now, which count as offered from here on. Must be
   * called when the leecher told of a piece or asked for blocks, and about once a second.
   *
   * @param unchoked whether the leecher may ask for blocks
   */
  @Override
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
    List<Integer> offers = new ArrayList<>();
    boolean isNeeded = isStranded(now);
    long open = pieces.unrequested(distribution.pieceLength());
    int piece = 0;
    while (open < window && piece >= 0) {
      piece = distribution.rarest(pieces, isNeeded);
      if (piece >= 0) {
        distribution.sending(pieces, piece);
        offers.add(piece);
        open += distribution.pieceLength();
      }
    }
    return offers;
  }

  /** Returns how many bytes must be offered to the leecher ahead of its requests. */
  private long window(boolean unchoked, long now) {
    long length = distribution.pieceLength();
    if (!unchoked || keepsToItself()) {
      return CHOKED_WINDOW * length;
    }
    return Math.max(SMALLEST_WINDOW * length, (long) (rate.perSecond(now) * WINDOW_SECONDS));
  }

  /**
   * Returns whether the leecher may get blocks at all. A leecher that knows of all pieces may ask
   * for any, so only choking leaves it to the swarm.
   */
  @Override
  public boolean mayDownload() {
    synchronized (distribution) {
      return !knowsAll
          || isStranded(distribution.now())
          || distribution.lacksCopies(piece -> !pieces.has(piece), pieces::isCounted);
    }
  }

  /** Returns the rate at which the leecher is sent bytes now, in bytes a second. */
  @Override
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
    Iterator<Map.Entry<Integer, PieceOffer>> offers = pieces.underway().entrySet().iterator();
    while (offers.hasNext()) {
      var offer = offers.next();
      // A choked leecher waits for its turn; that is no reason to offer its piece to others as
      // well.
      boolean waits = choked && offer.getValue().requested() == 0;
      if (age(offer.getValue(), now) >= (waits ? SLOWEST : patience)) {
        offers.remove();
        distribution.lost(pieces, offer.getKey(), offer.getValue());
      }
    }
  }

  /** Returns how long the leecher could have asked for an offered piece. */
  private long age(PieceOffer offer, long now) {
    long age = now - offer.time();
    return choked ? age : Math.min(age, now - unchokedSince);
  }

  /**
   * Returns how long an offered piece may take; the last piece shows best how slow the leecher's
   * link is.
   */
  private long patience(long now) {
    double perSecond = rate.perSecond(now);
    double expected = perSecond < NOTHING ? 0 : SLOWER * distribution.pieceLength() / perSecond;
    long patience = SLOW + (long) (expected * TimeUnit.SECONDS.toNanos(1));
    return Math.min(Math.max(patience, PIECES_TO_WAIT * pieces.pieceTime()), SLOWEST);
  }

  /**
   * Returns whether the leecher gets nothing from others although they have something: the rest of
   * the swarm may be out of its reach.
   */
  private boolean isStranded(long now) {
    long pieceTime = Math.max(pieces.pieceTime(), longestRequested(now));
    long patience = Math.max(STRANDED, Math.min(PIECES_TO_WAIT * pieceTime, SLOWEST));
    long waiting = Math.min(now - heardFromOthers, now - distribution.heldSince());
    return distribution.holdsAnything() && waiting > patience;
  }

  /**
   * Returns how long the leecher has been taking a piece that has not arrived yet; on a slow link
   * that says more than the pieces that arrived.
   */
  private long longestRequested(long now) {
    for (PieceOffer offer : pieces.underway().values()) {
      if (offer.requested() > 0) {
        // The offers are in the order of their times.
        return now - offer.time();
      }
    }
    return 0;
  }

  /** Returns whether none of the pieces that only it was given has shown up at another peer. */
  @Override
  public boolean keepsToItself() {
    synchronized (distribution) {
      return pieces.keepsToItself();
    }
  }

  /** Notes that the connection has ended. */
  @Override
  public void leave() {
    distribution.leave(pieces);
  }
}
