package org.spillway.swarm.download;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoDictionary;

/** Decides which piece is fetched by whom. Guarded by the {@link Download}. */
final class PiecePicker {
  /** The most sources that fetch the same block or piece at the end. */
  static final int MOST_HOLDERS = 3;

  /**
   * The time in nanoseconds that one peer has for a piece that was wrong before; then others help,
   * so that a slow one does not hold it up.
   */
  private static final long ALONE = TimeUnit.SECONDS.toNanos(30);

  private final InfoDictionary info;
  private final PieceOrder order;
  private final int mostOpen;
  private final PieceBuffers buffers;
  private final Availability availability;
  private final Suspects suspects;
  private final LongSupplier nanoTime;

  /** The pieces that are not kept yet. */
  private final BitSet missing;

  /** The missing pieces that nobody fetches. */
  private final BitSet unclaimed;

  /** The number of web seeds that fetch each piece. */
  private final Map<Integer, Integer> claims = new LinkedHashMap<>();

  private final Map<Integer, OpenPiece> open = new LinkedHashMap<>();

  /** The pieces from peers that are being verified and written. */
  private final Set<Integer> settling = new HashSet<>();

  /**
   * Makes a picker.
   *
   * @param missing the pieces to fetch
   * @param mostOpen the most pieces that are put together at a time, 1 or more
   * @param suspects knows the pieces that were wrong
   * @param nanoTime as {@link System#nanoTime}
   */
  PiecePicker(
      InfoDictionary info,
      BitSet missing,
      PieceOrder order,
      int mostOpen,
      Suspects suspects,
      RandomGenerator random,
      LongSupplier nanoTime) {
    this.info = info;
    this.order = order;
    this.mostOpen = mostOpen;
    this.buffers = new PieceBuffers(info.pieceLength(), mostOpen);
    this.suspects = suspects;
    this.nanoTime = nanoTime;
    this.availability = new Availability(info.pieceCount(), random);
    this.missing = (BitSet) missing.clone();
    this.unclaimed = (BitSet) missing.clone();
  }

  Availability availability() {
    return availability;
  }

  /** Returns the pieces that are not kept yet; not a copy. */
  BitSet missing() {
    return missing;
  }

  /**
   * Finds a piece with blocks that nobody was asked for.
   *
   * @param may the pieces that the peer can be asked for
   */
  Optional<OpenPiece> fresh(BitSet may, BlockSender peer) {
    return joinable(may, peer, true)
        .or(() -> hasRoom() ? begin(choose(may)) : Optional.empty())
        .or(() -> joinable(may, peer, false));
  }

  private boolean hasRoom() {
    return inUse() < mostOpen;
  }

  private int inUse() {
    return open.size() + settling.size();
  }

  private int choose(BitSet may) {
    if (order == PieceOrder.RAREST_FIRST) {
      return availability.rarest(unclaimed, may);
    }
    int piece = unclaimed.nextSetBit(0);
    while (piece >= 0 && !may.get(piece)) {
      piece = unclaimed.nextSetBit(piece + 1);
    }
    return piece;
  }

  private Optional<OpenPiece> begin(int piece) {
    if (piece < 0) {
      return Optional.empty();
    }
    var begun = new OpenPiece(piece, buffers.take(info.pieceSize(piece)), nanoTime.getAsLong());
    open.put(piece, begun);
    unclaimed.clear(piece);
    return Optional.of(begun);
  }

  private Optional<OpenPiece> joinable(BitSet may, BlockSender peer, boolean abandoned) {
    for (OpenPiece piece : open.values()) {
      if (piece.hasUnrequested()
          && may.get(piece.piece())
          && (abandoned ? piece.workers().isEmpty() : mayJoin(piece, peer))) {
        return Optional.of(piece);
      }
    }
    return Optional.empty();
  }

  /**
   * A piece that was wrong is fetched from one peer alone for some time, which shows who is to
   * blame.
   */
  private boolean mayJoin(OpenPiece piece, BlockSender peer) {
    return !suspects.has(piece.piece())
        || piece.workers().isEmpty()
        || piece.workers().contains(peer)
        || nanoTime.getAsLong() - piece.begun() > ALONE;
  }

  /**
   * Finds a piece that others have not finished, when every missing piece is being fetched.
   *
   * @param isIdle whether the peer owes nothing
   * @param canAskMore whether a piece has blocks that the peer was not asked for
   */
  Optional<OpenPiece> unfinished(
      BitSet may, BlockSender peer, boolean isIdle, Predicate<OpenPiece> canAskMore) {
    boolean isEnd = !isMoreToBegin() || (!hasRoom() && isIdle);
    if (!isEnd) {
      return Optional.empty();
    }
    return open.values().stream()
        .filter(piece -> may.get(piece.piece()) && mayJoin(piece, peer))
        .filter(canAskMore)
        .findFirst()
        .or(() -> hasRoom() ? begin(claimedElsewhere(may)) : Optional.empty());
  }

  /** Returns whether somebody has a piece that nobody fetches; only peers can lack one. */
  private boolean isMoreToBegin() {
    return claims.isEmpty() ? unclaimed.intersects(availability.present()) : !unclaimed.isEmpty();
  }

  private int claimedElsewhere(BitSet may) {
    return claims.keySet().stream()
        .filter(piece -> missing.get(piece) && may.get(piece) && !isFromPeers(piece))
        .findFirst()
        .orElse(-1);
  }

  /** Returns whether peers send the piece, or have sent it. */
  private boolean isFromPeers(int piece) {
    return open.containsKey(piece) || settling.contains(piece);
  }

  /** Takes a whole piece out, to be settled. */
  void assembled(OpenPiece piece) {
    open.remove(piece.piece());
    settling.add(piece.piece());
  }

  /**
   * Notes that a piece has been settled: if it was wrong, it is fetched again, and its bytes are
   * left to those who look for the culprit.
   */
  void settled(OpenPiece piece, boolean right) {
    settling.remove(piece.piece());
    if (right) {
      buffers.give(piece.bytes(), inUse());
    }
    offer(piece.piece());
  }

  private void offer(int piece) {
    if (missing.get(piece) && !claims.containsKey(piece) && !isFromPeers(piece)) {
      unclaimed.set(piece);
    }
  }

  /** Notes that a piece is kept; returns false if it was before. */
  boolean keep(int piece) {
    boolean first = missing.get(piece);
    missing.clear(piece);
    unclaimed.clear(piece);
    open.remove(piece);
    return first;
  }

  /** Gives a web seed pieces in a row, see {@link Download#takeRange}. */
  PieceRange takeRange(int maxCount) {
    int first = firstForWebSeed();
    if (first < 0) {
      return PieceRange.EMPTY;
    }
    int end = first;
    do {
      claims.merge(end, 1, Integer::sum);
      unclaimed.clear(end);
      end++;
    } while (end - first < maxCount && unclaimed.get(end));
    return new PieceRange(first, end);
  }

  private int firstForWebSeed() {
    var all = new BitSet();
    all.set(0, info.pieceCount());
    int piece = choose(all);
    if (piece >= 0 || !unclaimed.isEmpty()) {
      return piece;
    }
    return missing.stream()
        .filter(i -> claims.getOrDefault(i, 0) < MOST_HOLDERS)
        .boxed()
        .min((a, b) -> Integer.compare(claims.getOrDefault(a, 0), claims.getOrDefault(b, 0)))
        .orElse(-1);
  }

  /** Takes back a piece that {@link #takeRange} gave. */
  void release(int piece) {
    claims.computeIfPresent(piece, (claimed, count) -> count == 1 ? null : count - 1);
    offer(piece);
  }
}
