package org.spillway.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time by which something must have happened.
 *
 * @param end the time, by the clock
 * @param nanoTime a clock such as {@link System#nanoTime}
 */
record Deadline(long end, LongSupplier nanoTime) {
  /** Returns the deadline that is over when this time has passed from now on. */
  static Deadline after(Duration wait, LongSupplier nanoTime) {
    return new Deadline(nanoTime.getAsLong() + wait.toNanos(), nanoTime);
  }

  boolean isOver() {
    return end - nanoTime.getAsLong() <= 0;
  }

  /** Returns the whole milliseconds that are left, 0 if it is over. */
  long leftMillis() {
    return Math.max(0, (end - nanoTime.getAsLong()) / 1_000_000);
  }
}
