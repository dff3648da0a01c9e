package org.spillway.dns.dnssec;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Limits how many signatures are made, because floods of names that nobody asked for before must
 * leave time for answers. Signatures of existing records have a share of their own: they are kept,
 * and then cost nothing for a week. Safe for use by many threads.
 */
public final class SigningBudget {
  private static final long SECOND = 1_000_000_000;

  /** The number of seconds whose signatures may be saved up. */
  private static final long BURST = 1;

  private final Share data;
  private final Share denials;

  private SigningBudget(int data, int denials, LongSupplier nanoTime) {
    this.data = new Share(data, nanoTime);
    this.denials = new Share(denials, nanoTime);
  }

  /**
   * Makes a budget.
   *
   * @param data how many signatures of existing records may be made a second
   * @param denials how many signatures that something does not exist may be made a second
   */
  public static SigningBudget of(int data, int denials) {
    return new SigningBudget(data, denials, System::nanoTime);
  }

  /**
   * Makes a budget with a clock.
   *
   * @param data how many signatures of existing records may be made a second
   * @param denials how many signatures that something does not exist may be made a second
   * @param nanoTime a clock such as {@link System#nanoTime}
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

  /** The time until which everything is spent; each signature moves it on. */
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
