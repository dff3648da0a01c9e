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
 * How the pieces of one torrent lie in its swarm, as far as the peers that are connected tell, and
 * which piece each peer is offered next: the piece that the fewest peers have or are getting. Safe
 * for use by many threads.
 */
public final class Distribution {
  /** A peer that left us because it has everything is taken to share it for so long. */
  private static final long SHARES_ON = TimeUnit.MINUTES.toNanos(2);

  /** The rest of the first copy is late when it takes longer than this, and than expected. */
  private static final long LATE = TimeUnit.SECONDS.toNanos(2);

  /** How many times the expected time is late. */
  private static final int LATER = 3;

  /** To so many peers a piece is on its way at a time that nobody has yet. */
  private static final int MOST_FIRST_COPIES = 3;

  private final int pieceLength;
  private final UploadSettings settings;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Runnable carriedMore;
  private final Set<LeecherPieces> leechers = new LinkedHashSet<>();

  /** Peers with every piece that are no longer connected, with the times when they left. */
  private final Map<Host, Long> seeds = new HashMap<>();

  /** How many leechers have each piece. */
  private final int[] held;

  /** How many pieces no leecher has. */
  private int unheld;

  /** When the first piece arrived at a leecher; counts only while some leecher has a piece. */
  private long heldSince;

  /** How many leechers each piece is on its way to. */
  private final int[] underway;

  /** When each piece was last sent on its way to somebody. */
  private final long[] sentSince;

  /** The leecher that was the first to have a piece, until another has it from it. */
  private final @Nullable LeecherPieces[] keeper;

  /**
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
    this.sentSince = new long[pieceCount];
    this.keeper = new LeecherPieces[pieceCount];
  }

  /** Adds a peer that has connected and may lack pieces. */
  synchronized void add(LeecherPieces leecher) {
    seeds.remove(leecher.host());
    leechers.add(leecher);
  }

  synchronized void leave(LeecherPieces leecher) {
    if (!leechers.remove(leecher)) {
      return;
    }
    carriedMore.run();
    leecher.all().stream().forEach(this::lose);
    leecher.underway().keySet().forEach(this::lost);
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

  /** A peer told the tracker that it has left the swarm. */
  synchronized void stopped(Host host) {
    seeds.remove(host);
  }

  synchronized boolean isConnected(Host host) {
    return leechers.stream().anyMatch(leecher -> leecher.host().equals(host));
  }

  /** Whether somebody else is here to exchange pieces with. */
  synchronized boolean hasOthers(Host host) {
    return leechers.stream().anyMatch(leecher -> !leecher.host().equals(host));
  }

  /**
   * How often the torrent lies in the swarm, ourselves not counted: the copies of its rarest piece,
   * and behind the point the share of pieces of which there are more.
   */
  public synchronized double copies() {
    int fewest = IntStream.of(held).min().orElse(0);
    long more = IntStream.of(held).filter(count -> count > fewest).count();
    return fewest + seedCount() + (double) more / held.length;
  }

  /** Whether the upload is for anybody: the goal is speed, and every piece is in the swarm. */
  boolean isFreeToAll() {
    return settings.goal() == UploadGoal.FAST && (unheld == 0 || seedCount() > 0);
  }

  /** The number of copies from which on a piece is left to the swarm. */
  private int enough() {
    if (isFreeToAll()) {
      return Integer.MAX_VALUE;
    }
    // One copy of everything comes first whatever the goal: then the swarm can live without us.
    int copies = settings.goal() == UploadGoal.FAST ? 1 : settings.copies();
    return Math.max(0, copies - seedCount());
  }

  /**
   * Whether the swarm needs more copies of any of the pieces.
   *
   * @param ownUnderway pieces on their way to the leecher that asks, which is one copy less
   */
  boolean lacksCopies(IntPredicate pieces, Set<Integer> ownUnderway) {
    int enough = enough();
    return IntStream.range(0, held.length)
        .filter(pieces)
        .anyMatch(
            piece ->
                held[piece] + underway[piece] - (ownUnderway.contains(piece) ? 1 : 0) < enough);
  }

  private int seedCount() {
    forgetOldSeeds();
    return seeds.size();
  }

  private void forgetOldSeeds() {
    long now = now();
    seeds.values().removeIf(left -> now - left > SHARES_ON);
  }

  /** Whether nothing is lost if it is forgotten. */
  synchronized boolean isDeserted() {
    return leechers.isEmpty() && seedCount() == 0;
  }

  /** Whether its leechers, if there are any, can do without us. */
  synchronized boolean isCarried() {
    return leechers.isEmpty() || copies() >= 1;
  }

  int leecherCount() {
    return leechers.size();
  }

  /** Whether any leecher has a piece. */
  boolean holdsAnything() {
    return unheld < held.length;
  }

  /** Since when some leecher has had a piece, if one has. */
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

  /** A piece is on its way. */
  void sending(int piece) {
    underway[piece]++;
    sentSince[piece] = now();
  }

  /** A piece that was on its way does not arrive. */
  void lost(int piece) {
    underway[piece]--;
  }

  /** Notes that a leecher has a piece. */
  void arrived(LeecherPieces leecher, int piece, boolean wasUnderway) {
    boolean fromUs = leecher.wasServed(piece);
    held[piece]++;
    if (held[piece] == 1) {
      heldSince = holdsAnything() ? heldSince : now();
      unheld--;
      carriedMore.run();
    }
    if (wasUnderway) {
      underway[piece]--;
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
   * The piece that a leecher is to be offered next: the one that the fewest have or are getting.
   *
   * @param needed whether it is offered pieces that the goal would leave to the swarm
   * @return -1 if there is none
   */
  int rarest(LeecherPieces leecher, boolean needed) {
    int best = rarest(leecher, needed ? Integer.MAX_VALUE : enough(), piece -> true);
    boolean isIdle = best < 0 && settings.goal() == UploadGoal.FAST;
    return isIdle ? rarest(leecher, MOST_FIRST_COPIES, piece -> isLate(piece, leecher)) : best;
  }

  /** Whether nobody has a piece, and it may come sooner to another leecher. */
  private boolean isLate(int piece, LeecherPieces other) {
    long late = Math.max(LATE, LATER * other.pieceTime());
    return held[piece] == 0 && now() - sentSince[piece] > late;
  }

  private int rarest(LeecherPieces leecher, int fewest, IntPredicate pieces) {
    int best = -1;
    int start = random.nextInt(held.length);
    for (int i = 0; i < held.length && fewest > 0; i++) {
      int piece = start + i < held.length ? start + i : start + i - held.length;
      int copies = held[piece] + underway[piece];
      if (copies < fewest && pieces.test(piece) && leecher.mayBeOffered(piece)) {
        best = piece;
        fewest = copies;
      }
    }
    return best;
  }
}
