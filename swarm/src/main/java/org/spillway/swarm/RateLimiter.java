package org.spillway.swarm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Limits what many callers send together to a number of bytes a second. It is a token bucket whose
 * tokens are taken ahead of time; callers get their turns in the order in which they reserve. A
 * limiter may have a parent, and then both limits hold. Safe for use by many threads; nothing
 * blocks.
 */
public final class RateLimiter {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int LEAST_PORTION = 16 * 1024;
  private static final int LARGEST_PORTION = 512 * 1024;

  /** The time of the link that one portion takes while few callers wait, in nanoseconds. */
  private static final long PORTION_TIME = TimeUnit.MILLISECONDS.toNanos(50);

  /** The time that callers may wait before portions become smaller, in nanoseconds. */
  private static final long SHORT_WAIT = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long LEAST_BURST = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * The longest burst in nanoseconds of the rate; a longer one would exceed the rate by 5 % over
   * ten seconds.
   */
  private static final long LONGEST_BURST = TimeUnit.MILLISECONDS.toNanos(400);

  private static final RateLimiter UNLIMITED = new RateLimiter();

  private static final Reservation AT_ONCE = new Reservation(UNLIMITED, 0);

  private final long rate;
  private final RateLimiter parent;
  private final LongSupplier nanoTime;

  /** The time by which a byte may leave early, in nanoseconds. */
  private final long burst;

  /** The time at which all bytes that were taken are paid for. */
  private final AtomicLong paid;

  /** Makes the limiter without a limit, which ends every chain of parents. */
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

  /** Returns a limiter that lets everything through at once. */
  public static RateLimiter unlimited() {
    return UNLIMITED;
  }

  /**
   * Returns a limiter without a parent.
   *
   * @param bytesPerSecond the rate; 0 sets no limit
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public static RateLimiter of(long bytesPerSecond, LongSupplier nanoTime) {
    return of(bytesPerSecond, UNLIMITED, nanoTime);
  }

  /**
   * Returns a limiter whose bytes count at its parent as well. They count there only when their
   * turn here has come, so callers that wait for this limit do not hold up others at the parent.
   *
   * @param bytesPerSecond the rate; 0 sets no limit but the parent's
   * @param parent the limiter of which this one is a part
   * @param nanoTime the clock that the parent reads, too
   */
  public static RateLimiter of(long bytesPerSecond, RateLimiter parent, LongSupplier nanoTime) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("bytesPerSecond must be 0 or more, was " + bytesPerSecond);
    }
    return bytesPerSecond == 0 ? parent : new RateLimiter(bytesPerSecond, parent, nanoTime);
  }

  /**
   * Returns the limit in bytes a second, or {@link Long#MAX_VALUE} if there is none. Parents may
   * have a lower limit.
   */
  public long rate() {
    return rate;
  }

  public boolean isLimited() {
    return rate != Long.MAX_VALUE;
  }

  /**
   * Returns the most bytes that a caller should reserve at a time, so that others get their turn
   * soon: about 50 milliseconds of the rate, less when many callers wait, and always between 16 KiB
   * and 512 KiB.
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
   * Reserves bytes, which count whether or not they are sent in the end.
   *
   * @param bytes 0 or more; a number much larger than the {@link #portion} makes others wait
   */
  public Reservation reserve(int bytes) {
    return isLimited() ? new Reservation(this, bytes) : AT_ONCE;
  }

  /**
   * Takes bytes from this limiter alone.
   *
   * @return the time when they may leave
   */
  private long take(int bytes, long now) {
    long cost = nanosFor(bytes);
    return paid.updateAndGet(at -> (at - now < 0 ? now : at) + cost) - burst;
  }

  private long nanosFor(int bytes) {
    return (long) Math.ceil((double) bytes * SECOND / rate);
  }

  /** A place in the queue of this limiter, and then of its parent. For one thread at a time. */
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
     * Returns how many nanoseconds the caller must wait; 0 if it may send now. A caller that has
     * waited must ask again before it sends, because a parent may make it wait, too.
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
