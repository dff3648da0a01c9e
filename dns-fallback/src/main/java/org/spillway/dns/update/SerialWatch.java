package org.spillway.dns.update;

import java.time.Duration;

/**
 * Watches the serial of a zone at a primary. Updates, ours and those of others, only increase it;
 * if it goes back, an old state was restored.
 */
final class SerialWatch {
  private final Duration glance;

  /**
   * The time when the serial was last seen, by {@link System#nanoTime}, because the clock can be
   * set; meaningless before the first look.
   */
  private long seenAt;

  private boolean first = true;
  private int seen;

  /**
   * Makes a watch.
   *
   * @param glance how often to look at the serial
   */
  SerialWatch(Duration glance) {
    this.glance = glance;
  }

  boolean isDue() {
    return first || System.nanoTime() - seenAt > glance.toNanos();
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
    seenAt = System.nanoTime();
    return lower;
  }
}
