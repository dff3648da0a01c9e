package org.spillway.swarm.download;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides how many blocks to have asked one peer for. The number follows the time that the peer
 * takes to answer, so that a link with a long way is kept busy (its bandwidth-delay product) and a
 * slow peer keeps few blocks from others. Guarded by the {@link Download}.
 */
final class RequestDepth {
  private static final int FIRST = 4;
  private static final int LEAST = 2;

  /** The number of requests that peers keep if they name no other number (BEP 10). */
  private static final int USUAL = 250;

  private static final int MOST = 1000;

  /**
   * The time in nanoseconds up to which a peer is asked for more and more: the number doubles with
   * each round trip. Some peers answer only twice a second.
   */
  private static final long SHORT_WAIT = TimeUnit.MILLISECONDS.toNanos(1500);

  /** The time in nanoseconds from which a peer is asked for less. */
  private static final long LONG_WAIT = TimeUnit.SECONDS.toNanos(3);

  /**
   * The time in nanoseconds for which a peer is asked for nothing that has not answered. It doubles
   * each time, so that peers that never answer do not keep blocks from those that would.
   */
  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(2);

  private static final int MOST_DOUBLINGS = 7;

  private final LongSupplier nanoTime;

  /** The times of the requests that wait; peers answer them in their order. */
  private final Deque<Long> asked = new ArrayDeque<>();

  private int limit = USUAL;
  private int depth = FIRST;
  private long lastBlock;

  /** How often in a row the peer has not answered. */
  private int overdues;

  private long pausedUntil;

  RequestDepth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastBlock = nanoTime.getAsLong();
    this.pausedUntil = lastBlock;
  }

  void limit(int most) {
    limit = Math.max(1, Math.min(most, MOST));
    depth = Math.min(depth, limit);
  }

  /** Begins with few requests: the peer may have become slower. */
  void restart() {
    depth = Math.min(limit, FIRST);
    lastBlock = nanoTime.getAsLong();
  }

  /** Notes a request. */
  void asked() {
    long now = nanoTime.getAsLong();
    if (asked.isEmpty()) {
      lastBlock = now;
    }
    asked.add(now);
  }

  /** Notes that some requests will not be answered. */
  void forgotten(int count) {
    for (int i = 0; i < count; i++) {
      asked.pollLast();
    }
  }

  /** Notes a block that answers a request. */
  void arrived() {
    lastBlock = nanoTime.getAsLong();
    overdues = 0;
    pausedUntil = lastBlock;
    var time = asked.poll();
    long waited = time == null ? 0 : lastBlock - time;
    if (waited < SHORT_WAIT) {
      depth = Math.min(limit, depth + 1);
    } else if (waited > LONG_WAIT) {
      depth = Math.max(least(), depth - 1);
    }
  }

  private int least() {
    return Math.min(LEAST, limit);
  }

  /** Notes that the peer has not answered in time. */
  void overdue() {
    depth = least();
    lastBlock = nanoTime.getAsLong();
    pausedUntil = lastBlock + (FIRST_PAUSE << Math.min(overdues, MOST_DOUBLINGS));
    overdues++;
  }

  /** Returns whether the peer is to be asked for nothing, because it did not answer. */
  boolean isPaused() {
    return nanoTime.getAsLong() - pausedUntil < 0;
  }

  /** Returns the most requests to have outstanding. */
  int most() {
    return depth;
  }

  /** Returns the number of outstanding requests at which more are sent, several in one write. */
  int refillAt() {
    return depth - Math.max(1, depth / 4);
  }

  long silence() {
    return nanoTime.getAsLong() - lastBlock;
  }
}
