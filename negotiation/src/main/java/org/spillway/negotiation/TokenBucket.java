package org.spillway.negotiation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.spillway.negotiation.sending.PortionBuffers;

/**
 * Limits the rate in bytes a second. Each reservation moves a mark into the future by the time that
 * its bytes may take; the bytes may be sent when the clock reaches the mark. Safe for use by many
 * threads.
 */
final class TokenBucket implements Pace {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * The time by which bytes may be sent early, to make up for late timers; little enough for ten
   * seconds to be exact within 5 %.
   */
  private static final long BURST = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int LEAST_PORTION = 16 * 1024;
  private static final int PORTIONS_A_SECOND = 20;

  private final long rate;
  private final LongSupplier nanoTime;
  private final AtomicLong mark;

  /**
   * @param rate the rate in bytes a second, 1 or more
   */
  TokenBucket(long rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.mark = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public long reserve(int bytes) {
    long now = nanoTime.getAsLong();
    long cost = (long) Math.ceil((double) bytes * SECOND / rate);
    long paid = mark.updateAndGet(at -> (at - now < 0 ? now : at) + cost);
    return Math.max(0, paid - now - BURST);
  }

  /**
   * Returns about 50 milliseconds of the rate, so that twenty transfers get their turns within a
   * second.
   */
  @Override
  public int portion() {
    return (int) Math.max(LEAST_PORTION, Math.min(rate / PORTIONS_A_SECOND, PortionBuffers.LARGE));
  }

  /** Returns whether the bytes that were reserved will take longer than a second. */
  boolean isOver() {
    return mark.get() - nanoTime.getAsLong() > SECOND;
  }
}
