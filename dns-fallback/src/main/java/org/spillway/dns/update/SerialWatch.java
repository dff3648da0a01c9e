package org.spillway.dns.update;

import java.time.Duration;
import java.time.Instant;

/**
 * The serial of a zone at a primary. Updates, ours and those of others, only let it grow: where it
 * went back, an old state was restored.
 */
final class SerialWatch {
  private final Duration glance;
  private Instant seenAt = Instant.MIN;
  private int seen;

  /**
   * @param glance how often to look
   */
  SerialWatch(Duration glance) {
    this.glance = glance;
  }

  boolean isDue() {
    return Instant.now().isAfter(seenAt.plus(glance));
  }

  /**
   * To be told of each serial that is seen.
   *
   * @return whether it is lower than the one before, by RFC 1982 §3.2
   */
  boolean wentBack(long serial) {
    boolean first = seenAt.equals(Instant.MIN);
    boolean lower = (int) serial - seen < 0;
    seen = (int) serial;
    seenAt = Instant.now();
    return lower && !first;
  }
}
