package org.spillway.swarm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps what many callers send together to a number of bytes a second: a token bucket whose tokens
 * are taken ahead of time. Callers get their turns in the order in which they reserve. A limiter
 * may stand below another one, and then both hold. Safe for use by many threads; nothing blocks.
 */
public final class RateLimiter {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int LEAST_PORTION = 16 * 1024;
  private static final int LARGEST_PORTION = 512 * 1024;

  /** How much of the link's time one portion takes while few callers wait. */
  private static final long PORTION_TIME = TimeUnit.MILLISECONDS.toNanos(50);

  /** When callers wait for longer than this, portions become smaller. */
  private static final long SHORT_WAIT = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long LEAST_BURST = TimeUnit.MILLISECONDS.toNanos(100);

  /** A longer burst would exceed the rate by 5 % over ten seconds. */
  private static final long LONGEST_BURST = TimeUnit.MILLISECONDS.toNanos(400);

  private static final RateLimiter UNLIMITED = new RateLimiter();

  private static final Reservation AT_ONCE = new Reservation(UNLIMITED, 0);

  private final long rate;
  private final RateLimiter parent;
  private final LongSupplier nanoTime;

  /** How far ahead of its time a byte may leave, in nanoseconds. */
  private final long burst;

  /** The time at which all that was taken is paid for. */
  private final AtomicLong paid;

  /** Makes the one without a limit, which ends every chain of parents. */
  private RateLimiter() {
    this.rate = Long.MAX_VALUE;
    this.parent = this;
    this.nanoTime = () -> 0;
    this.burst = LEAST_BURST;
    this.paid = new AtomicLong();
  }

  private RateLimiter(long rate, RateLimiter parent, LongSupplier nanoTime) {
    this.rate = rate;
    this.parent = parent;
    this.nanoTime = nanoTime;
    this.burst = Math.max(LEAST_BURST, Math.min(nanosFor(LEAST_PORTION), LONGEST_BURST));
    this.paid = new AtomicLong(nanoTime.getAsLong());
  }

  /** Lets everything through at once. */
  public static RateLimiter unlimited() {
    return UNLIMITED;
  }

  /**
   * @param bytesPerSecond 0 for no limit
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public static RateLimiter of(long bytesPerSecond, LongSupplier nanoTime) {
    return of(bytesPerSecond, UNLIMITED, nanoTime);
  }

  /**
   * A limiter whose bytes count at its parent as well. They count there only when their turn here
   * has come, so callers that wait for this limit keep nobody at the parent waiting.
   *
   * @param bytesPerSecond 0 for no limit but the parent's
   * @param nanoTime the clock that the parent reads, too
   */
  public static RateLimiter of(long bytesPerSecond, RateLimiter parent, LongSupplier nanoTime) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("a rate must be 0 or more, was " + bytesPerSecond);
    }
    return bytesPerSecond == 0 ? parent : new RateLimiter(bytesPerSecond, parent, nanoTime);
  }

  /**
   * The limit in bytes a second; {@link Long#MAX_VALUE} if there is none. Parents may have less.
   */
  public long rate() {
    return rate;
  }

  public boolean isLimited() {
    return rate != Long.MAX_VALUE;
  }

  /**
   * The largest number of bytes that a caller should reserve at a time, so that others get their
   * turn soon: about 50 milliseconds of the rate, less when many callers wait, and always between
   * 16 KiB and 512 KiB.
   */
  public int portion() {
    return isLimited() ? Math.min(ownPortion(), parent.portion()) : LARGEST_PORTION;
  }

  private int ownPortion() {
    long waiting = Math.max(SHORT_WAIT, paid.get() - nanoTime.getAsLong());
    double bytes = (double) rate * PORTION_TIME / SECOND * SHORT_WAIT / waiting;
    return (int) Math.max(LEAST_PORTION, Math.min(bytes, LARGEST_PORTION));
  }

  /**
   * Gets in line. The bytes are taken whether or not they are sent in the end.
   *
   * @param bytes 0 or more; what is much larger than the {@link #portion} keeps others waiting
   */
  public Reservation reserve(int bytes) {
    return isLimited() ? new Reservation(this, bytes) : AT_ONCE;
  }

  /**
   * @return when the bytes may leave
   */
  private long take(int bytes, long now) {
    long cost = nanosFor(bytes);
    return paid.updateAndGet(at -> (at - now < 0 ? now : at) + cost) - burst;
  }

  private long nanosFor(int bytes) {
    return (long) Math.ceil((double) bytes * SECOND / rate);
  }

  /** A place in line, and then in that of the parent. For one thread at a time. */
  public static final class Reservation {
    private final int bytes;
    private RateLimiter limiter;
    private long turn;

    private Reservation(RateLimiter limiter, int bytes) {
      this.bytes = bytes;
      this.limiter = limiter;
      this.turn = limiter.isLimited() ? limiter.take(bytes, limiter.nanoTime.getAsLong()) : 0;
    }

    /**
     * How many nanoseconds the caller must wait; 0 if it may send now. A caller that has waited
     * asks again before it sends, because a parent may have it wait, too.
     */
    public long delay() {
      if (!limiter.isLimited()) {
        return 0;
      }
      long now = limiter.nanoTime.getAsLong();
      while (turn - now <= 0 && limiter.parent.isLimited()) {
        limiter = limiter.parent;
        turn = limiter.take(bytes, now);
      }
      return Math.max(0, turn - now);
    }
  }
}
