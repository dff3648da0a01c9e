package org.spillway.dns.guard;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What networks have got. An account is one number: the time at which all that it got would have
 * been within its rate. Safe for use by many threads.
 */
final class Accounts {
  /** The most that is given at once after a pause, in nanoseconds of the rate. */
  private static final long BURST = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLongArray due;

  /**
   * Makes empty accounts.
   *
   * @param count a power of two
   * @param now the time in nanoseconds of {@link System#nanoTime}
   */
  Accounts(int count, long now) {
    this.due = new AtomicLongArray(count);
    for (int i = 0; i < count; i++) {
      due.set(i, now);
    }
  }

  /**
   * Charges an account if it is within its rate, and returns whether it is.
   *
   * @param hash the hash of the network, which chooses the account
   * @param cost the time in which the rate gives so much, in nanoseconds
   */
  boolean take(long hash, long cost, long now) {
    int account = (int) hash & (due.length() - 1);
    while (true) {
      long before = due.get(account);
      long from = before - now > 0 ? before : now;
      if (from - now > BURST) {
        return false;
      }
      if (due.compareAndSet(account, before, from + cost)) {
        return true;
      }
    }
  }
}
