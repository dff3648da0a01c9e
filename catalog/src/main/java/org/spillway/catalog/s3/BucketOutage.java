package org.spillway.catalog.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells whether a bucket is lost: it cannot be listed, or lists nothing although it listed objects
 * before. A loss is remembered for a moment, during which the bucket is not asked again; a good
 * answer is not remembered. Safe for use by many threads.
 */
final class BucketOutage {
  private record Lost(String problem, long since) {}

  private final Supplier<String> look;
  private final long pause;
  private final LongSupplier nanoTime;
  private volatile Optional<Lost> last = Optional.empty();

  /**
   * Makes a detector for one bucket.
   *
   * @param look returns what is wrong, or "" if nothing is
   * @param pause the time for which a loss is remembered
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  BucketOutage(Supplier<String> look, Duration pause, LongSupplier nanoTime) {
    this.look = look;
    this.pause = pause.toNanos();
    this.nanoTime = nanoTime;
  }

  Optional<String> problem() {
    long now = nanoTime.getAsLong();
    var known = last.filter(lost -> now - lost.since < pause);
    if (known.isEmpty()) {
      String problem = look.get();
      known = problem.isEmpty() ? known : Optional.of(new Lost(problem, now));
      last = known;
    }
    return known.map(Lost::problem);
  }
}
