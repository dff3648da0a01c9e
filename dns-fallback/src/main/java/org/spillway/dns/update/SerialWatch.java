package org.spillway.dns.update;

import java.time.Duration;

/**
 * The serial of a zone at a primary. Updates, ours and those of others, only let it grow: where it
 * went back, an old state was restored.
 */
final class SerialWatch {
  private final Duration glance;

  /** By {@link System#nanoTime}, as the clock can be set; says nothing before the first look. */
  private long seenAt;

  private boolean first = true;
  private int seen;

  /**
   * @param glance how often to look
   */
  SerialWatch(Duration glance) {
    this.glance = glance;
  }

  boolean isDue() {
    return first || System.nanoTime() - seenAt > glance.toNanos();
  }

  /**
   * To be told of each serial that is seen.
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
