package org.spillway.dns.update;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Watches the serial of a zone at a primary. Updates, ours and those of others, only increase it;
 * if it goes back, an old state was restored.
 */
final class SerialWatch {
  private final Duration glance;
  private final LongSupplier nanoTime;

  /** The time when the serial was last seen; meaningless before the first look. */
  private long seenAt;

  private boolean first = true;
  private int seen;

  /**
   * Makes a watch.
   *
   * @param glance how often to look at the serial
   * @param nanoTime as {@link System#nanoTime}, because the clock on the wall can be set
   */
  SerialWatch(Duration glance, LongSupplier nanoTime) {
    this.glance = glance;
    this.nanoTime = nanoTime;
  }

  boolean isDue() {
    return first || nanoTime.getAsLong() - seenAt > glance.toNanos();
  }

  /**
   * Notes a serial that was seen.
   *
   * @return whether it is lower than the one before, by RFC 1982 §3.2
   */
  boolean wentBack(long serial) {
    boolean lower = !first && (int) serial - seen < 0;
    first = false;
    seen = (int) serial;
    seenAt = nanoTime.getAsLong();
    return lower;
  }
}
