package org.spillway.tracker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Seconds that pass only when told. */
final class FakeClock implements LongSupplier {
  private final AtomicLong seconds = new AtomicLong(1_000_000);

  @Override
  public long getAsLong() {
    return seconds.get();
  }

  void advance(Duration time) {
    seconds.addAndGet(time.toSeconds());
  }
}
