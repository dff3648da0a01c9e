package org.spillway.negotiation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether more is sent than a limit allows. Each byte moves a mark into the future by the time that
 * it may take; a mark ahead of the clock is too much. It is kept within a second of now on either
 * side, so that neither idleness nor excess counts for longer. Safe for use by many threads.
 */
final class Meter {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

  private final double nanosPerByte;
  private final AtomicLong mark;

  /**
   * @param limit bytes a second; 0 for none
   * @param now of the clock that all calls read, in nanoseconds
   */
  Meter(long limit, long now) {
    this.nanosPerByte = limit == 0 ? 0 : (double) WINDOW / limit;
    this.mark = new AtomicLong(now - WINDOW);
  }

  void sent(long bytes, long now) {
    if (nanosPerByte > 0) {
      long cost = (long) Math.min(2.0 * WINDOW, bytes * nanosPerByte);
      mark.updateAndGet(at -> Math.min(Math.max(at, now - WINDOW) + cost, now + WINDOW));
    }
  }

  boolean isOver(long now) {
    return nanosPerByte > 0 && mark.get() - now > 0;
  }
}
