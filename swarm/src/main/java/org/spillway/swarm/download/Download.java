package org.spillway.swarm.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.RateLimiter;
import org.spillway.torrent.InfoDictionary;

/**
 * Fetches the missing pieces of one torrent. Peers are asked for blocks, through a {@code
 * PeerBlocks} for each; web seeds take whole pieces. Pieces that nobody fetches come first, and at
 * the end idle sources fetch what others have not finished yet, so that no slow one holds up the
 * end. Safe for use by many threads.
 */
public final class Download {
  private final InfoDictionary info;
  private final PieceCheck check;
  private final PieceSink sink;
  private final DownloadListener listener;
  private final LongSupplier nanoTime;
  private final Suspects suspects = new Suspects();
  private final PiecePicker picker;

  /** The pieces that were kept, in that order. */
  private final List<Integer> kept = new ArrayList<>();

  private RateLimiter rate = RateLimiter.unlimited();

  /** The turn of the blocks that peers were asked for last. */
  private RateLimiter.Reservation turn = rate.reserve(0);

  private @Nullable IOException failure;
  private boolean closed;

  /** The number of changes for which somebody may wait. */
  private int changes;

  private volatile long lastByte;

  /**
   * Begins a download.
   *
   * @param missing the pieces to fetch
   * @param memory the bytes that pieces from peers may take while they are put together; at least
   *     one piece is, however long it may be
   * @param nanoTime as {@link System#nanoTime}
   */
  public Download(
      InfoDictionary info,
      BitSet missing,
      PieceCheck check,
      PieceSink sink,
      DownloadListener listener,
      PieceOrder order,
      long memory,
      RandomGenerator random,
      LongSupplier nanoTime) {
    this.info = info;
    this.check = check;
    this.sink = sink;
    this.listener = listener;
    this.nanoTime = nanoTime;
    int mostOpen = (int) Math.max(1, Math.min(memory / info.pieceLength(), Integer.MAX_VALUE));
    this.picker = new PiecePicker(info, missing, order, mostOpen, suspects, random, nanoTime);
    this.lastByte = nanoTime.getAsLong();
  }

  /**
   * Limits how fast peers are asked for blocks. Web seeds are to use the same limiter themselves.
   */
  public synchronized void limit(RateLimiter limiter) {
    rate = limiter;
    turn = limiter.reserve(0);
  }

  public InfoDictionary info() {
    return info;
  }

  LongSupplier clock() {
    return nanoTime;
  }

  /** Returns whether a piece is kept, so that peers can have it. */
  public synchronized boolean has(int piece) {
    return !picker.missing().get(piece);
  }

  /** Returns a copy of the pieces that are kept. */
  public synchronized BitSet pieces() {
    var pieces = new BitSet();
    pieces.set(0, info.pieceCount());
    pieces.andNot(picker.missing());
    return pieces;
  }

  /** Returns whether every piece is kept. */
  public synchronized boolean isComplete() {
    return picker.missing().isEmpty();
  }

  /** Returns how many bytes are missing. */
  public synchronized long left() {
    return picker.missing().stream().mapToLong(info::pieceSize).sum();
  }

  /**
   * Returns the pieces that were kept since the download began, in their order.
   *
   * @param after how many of them to leave out, which the caller knows already
   */
  public synchronized List<Integer> keptSince(int after) {
    return after == kept.size() ? List.of() : List.copyOf(kept.subList(after, kept.size()));
  }

  /** Returns how many pieces were kept since the download began. */
  public synchronized int keptCount() {
    return kept.size();
  }

  /** Notes that bytes arrived, verified or not, so that the download counts as alive. */
  public void touch() {
    lastByte = nanoTime.getAsLong();
  }

  /** Returns the nanoseconds since the last byte from any source. */
  public long silence() {
    return nanoTime.getAsLong() - lastByte;
  }

  /** Stops asking for anything. */
  public synchronized void close() {
    closed = true;
    changed();
  }

  /** Returns whether pieces are still asked for. */
  public synchronized boolean isOpen() {
    return !closed;
  }

  /**
   * Waits until something changes, or the time is over: a piece was kept or given back, the
   * download failed or was closed.
   *
   * @throws IOException if a piece could not be kept
   */
  public synchronized void await(long millis) throws IOException, InterruptedException {
    pause(millis);
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits as {@link #await} does, and tells nothing of a failure. */
  public synchronized void pause(long millis) throws InterruptedException {
    int before = changes;
    long end = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (failure == null && !closed && changes == before && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
    }
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  // What follows serves peers; the callers hold the lock.

  Availability availability() {
    return picker.availability();
  }

  boolean isWanted(int piece) {
    return picker.missing().get(piece) && !closed;
  }

  /** Counts the bytes of a block that a peer is asked for. */
  void asked(int bytes) {
    turn = rate.reserve(bytes);
  }

  /** Returns the nanoseconds until peers may be asked for more; 0 if they may now. */
  long delay() {
    return turn.delay();
  }

  /** Returns whether the peer has a piece that is missing. */
  boolean wantsFrom(BitSet has) {
    return !closed && has.intersects(picker.missing());
  }

  /**
   * Finds a piece with blocks that nobody was asked for.
   *
   * @param may the pieces that the peer can be asked for
   */
  Optional<OpenPiece> fresh(BitSet may, BlockSender peer) {
    return closed ? Optional.empty() : picker.fresh(may, peer);
  }

  /**
   * Finds a piece that others have not finished, when every missing piece is being fetched.
   *
   * @param isIdle whether the peer owes nothing
   * @param canAskMore whether a piece has blocks that the peer was not asked for
   */
  Optional<OpenPiece> unfinished(
      BitSet may, BlockSender peer, boolean isIdle, Predicate<OpenPiece> canAskMore) {
    return closed ? Optional.empty() : picker.unfinished(may, peer, isIdle, canAskMore);
  }

  /** Takes a whole piece out, to be settled; its workers learn of it when they look. */
  Runnable assembled(OpenPiece piece) {
    picker.assembled(piece);
    return () -> settle(piece);
  }

  /** Notes that a peer no longer works on a piece; what it sent stays. */
  void abandon(OpenPiece piece, BlockSender peer) {
    piece.workers().remove(peer);
    changed();
  }

  // What follows settles whole pieces.

  /** Verifies and keeps a piece that peers sent. Takes time, and may wait for the disk. */
  private void settle(OpenPiece piece) {
    boolean right = check.verify(piece.piece(), piece.bytes());
    try {
      if (right && isMissing(piece.piece())) {
        sink.write(piece.piece(), ByteBuffer.wrap(piece.bytes()));
        if (keep(piece.piece(), piece.bytes())) {
          listener.received(piece.piece(), piece.bytes().length);
        }
      }
    } catch (IOException e) {
      fail(e);
    } finally {
      settled(piece, right);
    }
    if (!right) {
      listener.wrong(piece.piece());
    }
  }

  private synchronized void settled(OpenPiece piece, boolean right) {
    if (!right) {
      blame(piece);
    }
    picker.settled(piece, right);
    changed();
  }

  private void blame(OpenPiece piece) {
    var senders = piece.senders();
    if (senders.size() == 1) {
      senders.forEach(BlockSender::convict);
    } else if (isMissing(piece.piece())) {
      suspects.remember(piece);
    }
  }

  private synchronized boolean keep(int piece, byte[] right) {
    suspects.convict(piece, right).forEach(BlockSender::convict);
    boolean first = picker.keep(piece);
    if (first) {
      kept.add(piece);
    }
    changed();
    return first;
  }

  private synchronized void fail(IOException e) {
    failure = e;
    closed = true;
    changed();
  }

  // What follows serves web seeds.

  /**
   * Gives a web seed pieces in a row. Each must be given back by {@link #release}, whatever becomes
   * of it.
   *
   * @param maxCount the most pieces, 1 or more
   * @return an empty range if there is nothing to do at the moment
   */
  public synchronized PieceRange takeRange(int maxCount) {
    return closed ? PieceRange.EMPTY : picker.takeRange(maxCount);
  }

  /** Takes back a piece that {@link #takeRange} gave, fetched or not. */
  public synchronized void release(int piece) {
    picker.release(piece);
    changed();
  }

  /** Returns whether the piece is still to be fetched. */
  public synchronized boolean isMissing(int piece) {
    return isWanted(piece);
  }

  /**
   * Hands in a piece from a web seed: verifies it and keeps it, which may wait for the disk.
   *
   * @return whether the content is right
   * @throws IOException if it cannot be kept
   */
  public boolean handIn(int piece, byte[] bytes, Runnable whenKept) throws IOException {
    if (!check.verify(piece, bytes)) {
      return false;
    }
    if (isMissing(piece)) {
      try {
        sink.write(piece, ByteBuffer.wrap(bytes));
      } catch (IOException e) {
        fail(e);
        throw e;
      }
      if (keep(piece, bytes)) {
        whenKept.run();
      }
    }
    return true;
  }
}
