package org.spillway.swarm;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Knows which pieces of one torrent lie in its swarm, as far as the connected peers tell, and
 * decides which piece each peer is offered next: the piece that the fewest peers have or are
 * getting. Safe for use by many threads.
 */
public final class Distribution {
  /**
   * The time in nanoseconds for which a peer that left us because it has everything counts as a
   * seed.
   */
  private static final long SHARES_ON = TimeUnit.MINUTES.toNanos(2);

  /**
   * The time after which a piece of the first copy is late, in nanoseconds, if that is longer than
   * expected.
   */
  private static final long LATE = TimeUnit.SECONDS.toNanos(2);

  /** The factor by which a piece that is late exceeds the expected time. */
  private static final int LATER = 3;

  /** The most peers that a piece is on its way to at a time while no peer has it. */
  private static final int MOST_FIRST_COPIES = 3;

  private final int pieceLength;
  private final UploadSettings settings;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Runnable carriedMore;
  private final Set<LeecherPieces> leechers = new LinkedHashSet<>();

  /** The peers with every piece that are no longer connected, with the times at which they left. */
  private final Map<Host, Long> seeds = new HashMap<>();

  /** The number of leechers that have each piece. */
  private final int[] held;

  /** The number of pieces that no leecher has. */
  private int unheld;

  /**
   * The time when the first piece arrived at a leecher; counts only while some leecher has a piece.
   */
  private long heldSince;

  /** The number of leechers that each piece is on its way to, as far as that counts as a copy. */
  private final int[] underway;

  /**
   * The number of leechers that each piece is promised to beyond that: they have asked for more
   * than they have shown to take, so that others need not wait for them.
   */
  private final int[] promised;

  /** The claims of each host that has peers here. */
  private final Map<Host, HostClaims> claims = new HashMap<>();

  /** The time when each piece was last offered to a leecher, if that counts as a copy. */
  private final long[] sentSince;

  /** The leecher that was the first to have a piece, until another one has the piece from it. */
  private final @Nullable LeecherPieces[] keeper;

  /**
   * Makes the distribution of a torrent without peers.
   *
   * @param carriedMore called when the swarm needs us less than before; must not block
   */
  Distribution(
      int pieceCount,
      int pieceLength,
      UploadSettings settings,
      LongSupplier nanoTime,
      RandomGenerator random,
      Runnable carriedMore) {
    this.pieceLength = pieceLength;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.random = random;
    this.carriedMore = carriedMore;
    this.held = new int[pieceCount];
    this.unheld = pieceCount;
    this.underway = new int[pieceCount];
    this.promised = new int[pieceCount];
    this.sentSince = new long[pieceCount];
    this.keeper = new LeecherPieces[pieceCount];
  }

  /** Adds a peer that has connected and may lack pieces. */
  synchronized LeecherPieces add(Host host) {
    seeds.remove(host);
    var ofHost = claims.computeIfAbsent(host, unknown -> new HostClaims());
    ofHost.join();
    var leecher = new LeecherPieces(host, ofHost);
    leechers.add(leecher);
    return leecher;
  }

  synchronized void leave(LeecherPieces leecher) {
    if (!leechers.remove(leecher)) {
      return;
    }
    carriedMore.run();
    leecher.all().stream().forEach(this::lose);
    leecher.underway().forEach((piece, offer) -> lost(leecher, piece, offer));
    if (leecher.claims().leave()) {
      claims.remove(leecher.host());
    }
    for (int piece = 0; piece < keeper.length; piece++) {
      if (keeper[piece] == leecher) {
        keeper[piece] = null;
      }
    }
    if (leecher.count() == held.length) {
      forgetOldSeeds();
      seeds.put(leecher.host(), now());
    }
  }

  private void lose(int piece) {
    held[piece]--;
    if (held[piece] == 0) {
      unheld++;
    }
  }

  /** Notes that a peer told the tracker that it has left the swarm. */
  synchronized void stopped(Host host) {
    seeds.remove(host);
  }

  synchronized boolean isConnected(Host host) {
    return leechers.stream().anyMatch(leecher -> leecher.host().equals(host));
  }

  /** Returns whether other hosts are connected, with which this one can exchange pieces. */
  synchronized boolean hasOthers(Host host) {
    return leechers.stream().anyMatch(leecher -> !leecher.host().equals(host));
  }

  /**
   * Returns how many copies of the torrent are in the swarm, without ours: the copies of its rarest
   * piece, plus as a fraction the share of pieces that have more copies.
   */
  public synchronized double copies() {
    int fewest = IntStream.of(held).min().orElse(0);
    long more = IntStream.of(held).filter(count -> count > fewest).count();
    return fewest + seedCount() + (double) more / held.length;
  }

  /**
   * Returns whether any peer may have any piece: the goal is speed, and every piece is in the
   * swarm.
   */
  boolean isFreeToAll() {
    return settings.goal() == UploadGoal.FAST && (unheld == 0 || seedCount() > 0);
  }

  /** Returns the number of copies from which on a piece is left to the swarm. */
  private int enough() {
    if (isFreeToAll()) {
      return Integer.MAX_VALUE;
    }
    // One copy of everything comes first, whatever the goal is: then the swarm can live without us.
    int copies = settings.goal() == UploadGoal.FAST ? 1 : settings.copies();
    return Math.max(0, copies - seedCount());
  }

  /**
   * Returns whether the swarm needs more copies of any of the pieces.
   *
   * @param pieces decides which pieces count
   * @param own tells the pieces on their way to the leecher that asks, each of which is one copy
   *     less
   */
  boolean lacksCopies(IntPredicate pieces, IntPredicate own) {
    int enough = enough();
    return IntStream.range(0, held.length)
        .filter(pieces)
        .anyMatch(piece -> held[piece] + underway[piece] - (own.test(piece) ? 1 : 0) < enough);
  }

  private int seedCount() {
    forgetOldSeeds();
    return seeds.size();
  }

  private void forgetOldSeeds() {
    long now = now();
    seeds.values().removeIf(left -> now - left > SHARES_ON);
  }

  /** Returns whether the distribution can be forgotten without a loss. */
  synchronized boolean isDeserted() {
    return leechers.isEmpty() && seedCount() == 0;
  }

  /** Returns whether its leechers, if there are any, can do without us. */
  synchronized boolean isCarried() {
    return leechers.isEmpty() || copies() >= 1;
  }

  int leecherCount() {
    return leechers.size();
  }

  /** Returns whether any leecher has a piece. */
  boolean holdsAnything() {
    return unheld < held.length;
  }

  /** Returns the time since which some leecher has had a piece; meaningless if none has. */
  long heldSince() {
    return heldSince;
  }

  int pieceCount() {
    return held.length;
  }

  int pieceLength() {
    return pieceLength;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Notes that a piece is on its way. */
  void sending(LeecherPieces leecher, int piece) {
    var offer = new PieceOffer(now(), leecher.claims().claim());
    leecher.offered(piece, offer);
    if (offer.counts()) {
      sentSince[piece] = offer.time();
    }
    (offer.counts() ? underway : promised)[piece]++;
  }

  /** Notes that a piece that was on its way does not arrive, or has arrived. */
  void lost(LeecherPieces leecher, int piece, PieceOffer offer) {
    if (offer.counts()) {
      leecher.claims().release();
    }
    (offer.counts() ? underway : promised)[piece]--;
  }

  /**
   * Notes that a leecher has a piece.
   *
   * @param offer null if the piece was not on its way from here
   */
  void arrived(LeecherPieces leecher, int piece, @Nullable PieceOffer offer) {
    boolean fromUs = leecher.wasServed(piece);
    held[piece]++;
    if (held[piece] == 1) {
      heldSince = holdsAnything() ? heldSince : now();
      unheld--;
      carriedMore.run();
    }
    if (offer != null) {
      lost(leecher, piece, offer);
    }
    if (fromUs) {
      leecher.claims().took();
    }
    var first = keeper[piece];
    if (fromUs && held[piece] == 1) {
      keeper[piece] = leecher;
      leecher.entrusted();
    } else if (!fromUs && first != null) {
      first.passedOn();
      keeper[piece] = null;
    }
  }

  /**
   * Returns the piece to offer to a leecher next: the one that the fewest have or are getting.
   *
   * @param needed whether the leecher is also offered pieces that the goal would leave to the swarm
   * @return -1 if there is none
   */
  int rarest(LeecherPieces leecher, boolean needed) {
    int best = rarest(leecher, needed ? Integer.MAX_VALUE : enough(), piece -> true);
    boolean isIdle = best < 0 && settings.goal() == UploadGoal.FAST;
    return isIdle ? rarest(leecher, MOST_FIRST_COPIES, piece -> isLate(piece, leecher)) : best;
  }

  /** Returns whether no leecher has a piece, and it may arrive sooner at another leecher. */
  private boolean isLate(int piece, LeecherPieces other) {
    long late = Math.max(LATE, LATER * other.pieceTime());
    return held[piece] == 0 && now() - sentSince[piece] > late;
  }

  private int rarest(LeecherPieces leecher, int fewest, IntPredicate pieces) {
    int best = -1;
    long least = (long) fewest << Integer.SIZE;
    int start = random.nextInt(held.length);
    for (int i = 0; i < held.length && least > 0; i++) {
      int piece = start + i < held.length ? start + i : start + i - held.length;
      // Of pieces with as many copies, the one that was promised to the fewest comes first.
      long copies = (((long) held[piece] + underway[piece]) << Integer.SIZE) + promised[piece];
      if (copies < least && pieces.test(piece) && leecher.mayBeOffered(piece)) {
        best = piece;
        least = copies;
      }
    }
    return best;
  }
}
