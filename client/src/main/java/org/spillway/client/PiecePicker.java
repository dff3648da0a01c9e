package org.spillway.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceHashes;

/**
 * Decides which worker fetches which piece. Workers take pieces, hand in their content and release
 * them; verified content goes to the one thread that writes. Each piece is fetched by one worker as
 * long as there are pieces that nobody fetches. After that, idle workers fetch pieces that others
 * have not finished yet, so that no slow peer holds up the end. Safe for use by many threads.
 */
final class PiecePicker {
  /** The most workers that may fetch the same piece at the end. */
  private static final int MAX_HOLDERS = 3;

  /** The most pieces that wait to be written. A full queue makes the workers wait for the disk. */
  private static final int WAITING = 4;

  private final InfoDictionary info;
  private final PieceHashes hashes;
  private final LongSupplier nanoTime;
  private final BitSet missing;
  private final BitSet unclaimed;
  private final int[] holders;
  private final BlockingQueue<Verified> verified = new ArrayBlockingQueue<>(WAITING);
  private int released;
  private boolean closed;
  private volatile long lastByte;

  /**
   * @param missing the pieces to fetch
   * @param nanoTime as {@link System#nanoTime}
   */
  PiecePicker(InfoDictionary info, PieceHashes hashes, BitSet missing, LongSupplier nanoTime) {
    this.info = info;
    this.hashes = hashes;
    this.nanoTime = nanoTime;
    this.lastByte = nanoTime.getAsLong();
    this.missing = (BitSet) missing.clone();
    this.unclaimed = (BitSet) missing.clone();
    this.holders = new int[info.pieceCount()];
  }

  /**
   * A piece with the right content.
   *
   * @param content the bytes, which only the receiver reads
   */
  record Verified(int piece, ByteBuffer content, Source source) {}

  InfoDictionary info() {
    return info;
  }

  /**
   * Gives a worker a piece to fetch, which it must {@link #release} whatever becomes of it.
   *
   * @param available the pieces that its peer has
   * @param held the pieces that it has taken already
   */
  synchronized OptionalInt take(BitSet available, Set<Integer> held) {
    int start = ThreadLocalRandom.current().nextInt(Math.max(1, info.pieceCount()));
    int piece = firstUnclaimed(available, start, info.pieceCount());
    if (piece < 0) {
      piece = firstUnclaimed(available, 0, start);
    }
    return piece >= 0 ? claim(piece) : takeFromOthers(available, held);
  }

  private int firstUnclaimed(BitSet available, int from, int to) {
    for (int i = unclaimed.nextSetBit(from); i >= 0 && i < to; i = unclaimed.nextSetBit(i + 1)) {
      if (available.get(i)) {
        return i;
      }
    }
    return -1;
  }

  private OptionalInt takeFromOthers(BitSet available, Set<Integer> held) {
    if (closed || !unclaimed.isEmpty()) {
      return OptionalInt.empty();
    }
    int best = -1;
    for (int i = missing.nextSetBit(0); i >= 0; i = missing.nextSetBit(i + 1)) {
      boolean possible = holders[i] < MAX_HOLDERS && available.get(i) && !held.contains(i);
      if (possible && (best < 0 || holders[i] < holders[best])) {
        best = i;
      }
    }
    return best < 0 ? OptionalInt.empty() : claim(best);
  }

  private OptionalInt claim(int piece) {
    if (closed) {
      return OptionalInt.empty();
    }
    holders[piece]++;
    unclaimed.clear(piece);
    return OptionalInt.of(piece);
  }

  /**
   * Gives a worker several pieces in a row, for a source that has everything. Each must be
   * released, as by {@link #take}.
   *
   * @param maxCount the most pieces, 1 or more
   * @return an empty range if there is nothing to do at the moment
   */
  synchronized PieceRange takeRange(int maxCount) {
    var first = take(all(), Set.of());
    if (first.isEmpty()) {
      return PieceRange.EMPTY;
    }
    int end = first.getAsInt() + 1;
    while (end - first.getAsInt() < maxCount && unclaimed.get(end)) {
      claim(end);
      end++;
    }
    return new PieceRange(first.getAsInt(), end);
  }

  private BitSet all() {
    var all = new BitSet();
    all.set(0, info.pieceCount());
    return all;
  }

  /** Takes back a piece that {@link #take} gave, fetched or not. */
  synchronized void release(int piece) {
    holders[piece]--;
    released++;
    if (holders[piece] == 0 && missing.get(piece)) {
      unclaimed.set(piece);
    }
    notifyAll();
  }

  /** Returns whether no worker has handed in the piece yet. */
  synchronized boolean isMissing(int piece) {
    return missing.get(piece);
  }

  /** Notes that bytes arrived, verified or not, so that the download counts as alive. */
  void touch() {
    lastByte = nanoTime.getAsLong();
  }

  /** Returns the nanoseconds since the last byte from any source. */
  long silence() {
    return nanoTime.getAsLong() - lastByte;
  }

  /**
   * Hands in a piece. This may wait for the disk.
   *
   * @return false if the content is wrong
   */
  boolean handIn(int piece, byte[] bytes, Source source) throws InterruptedException {
    if (!hashes.verify(piece, bytes)) {
      return false;
    }
    if (settle(piece)) {
      verified.put(new Verified(piece, ByteBuffer.wrap(bytes), source));
    }
    return true;
  }

  private synchronized boolean settle(int piece) {
    boolean first = missing.get(piece);
    missing.clear(piece);
    unclaimed.clear(piece);
    return first;
  }

  /**
   * Waits for the next piece to write, for a second at most. Only the thread that writes calls
   * this.
   */
  Optional<Verified> next() throws InterruptedException {
    return Optional.ofNullable(verified.poll(1, TimeUnit.SECONDS));
  }

  /**
   * Waits until a piece is released or the time is up. Workers that have nothing to do call this.
   */
  synchronized void await(long millis) throws InterruptedException {
    int before = released;
    var deadline = Deadline.after(Duration.ofMillis(millis), nanoTime);
    long left = millis;
    while (!closed && released == before && left > 0) {
      wait(left);
      left = deadline.leftMillis();
    }
  }

  synchronized boolean isOpen() {
    return !closed;
  }

  /** Stops giving pieces to workers. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
