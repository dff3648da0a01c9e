package org.spillway.dns.dnssec;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many signatures may be made: floods of names that nobody asked for before must leave time for
 * answers. Signatures of what is there have a share of their own, as they are kept, and then cost
 * nothing for a week. Safe for use by many threads.
 */
public final class SigningBudget {
  private static final long SECOND = 1_000_000_000;

  /** What may be saved up, in seconds. */
  private static final long BURST = 1;

  private final Share data;
  private final Share denials;

  private SigningBudget(int data, int denials, LongSupplier nanoTime) {
    this.data = new Share(data, nanoTime);
    this.denials = new Share(denials, nanoTime);
  }

  /**
   * @param data signatures a second of what is there
   * @param denials signatures a second that something is not there
   */
  public static SigningBudget of(int data, int denials) {
    return new SigningBudget(data, denials, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public static SigningBudget of(int data, int denials, LongSupplier nanoTime) {
    return new SigningBudget(data, denials, nanoTime);
  }

  boolean takeForData() {
    return data.take();
  }

  boolean takeForDenial() {
    return denials.take();
  }

  /** The time until which all is spent, which each signature moves on. */
  private static final class Share {
    private final long cost;
    private final LongSupplier nanoTime;
    private final AtomicLong spent;

    Share(int perSecond, LongSupplier nanoTime) {
      this.cost = SECOND / perSecond;
      this.nanoTime = nanoTime;
      this.spent = new AtomicLong(nanoTime.getAsLong() - BURST * SECOND);
    }

    boolean take() {
      long now = nanoTime.getAsLong();
      while (true) {
        long before = spent.get();
        long from = now - BURST * SECOND;
        long after = (before - from > 0 ? before : from) + cost;
        if (after - now > 0) {
          return false;
        }
        if (spent.compareAndSet(before, after)) {
          return true;
        }
      }
    }
  }
}
