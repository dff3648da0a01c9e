package org.spillway.dns;

import java.time.InstantSource;

/**
 * The serial of the SOA records (RFC 1982): the seconds since 1970, or one more than the last where
 * changes come faster.
 *
 * <p>It grows when somebody looks after a change, not with the change itself: a million torrents
 * found at the start would carry it days ahead of the clock, and after the next start it would seem
 * to go back. Safe for use by many threads.
 */
final class ZoneSerial {
  private final InstantSource clock;
  private int serial;
  private boolean changed;

  ZoneSerial(InstantSource clock) {
    this.clock = clock;
    this.serial = now();
  }

  synchronized void change() {
    changed = true;
  }

  /** Not negative, below 2^32. */
  synchronized long current() {
    if (changed) {
      int now = now();
      serial = now - serial > 0 ? now : serial + 1;
      changed = false;
    }
    return Integer.toUnsignedLong(serial);
  }

  /** Modulo 2^32, as all arithmetic with serials is. */
  private int now() {
    return (int) clock.instant().getEpochSecond();
  }
}
