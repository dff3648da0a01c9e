package org.spillway.catalog.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells whether a bucket is lost: it does not list what it listed, or cannot be listed. A loss is
 * remembered for a moment, during which the bucket is not asked again; a good answer is not
 * remembered. Safe for use by many threads.
 */
final class BucketOutage {
  private record Lost(String problem, long since) {}

  private final Supplier<String> look;
  private final long pause;
  private volatile Optional<Lost> last = Optional.empty();

  /**
   * @param look returns what is wrong, or "" if nothing is
   */
  BucketOutage(Supplier<String> look, Duration pause) {
    this.look = look;
    this.pause = pause.toNanos();
  }

  Optional<String> problem() {
    long now = System.nanoTime();
    var known = last.filter(lost -> now - lost.since < pause);
    if (known.isEmpty()) {
      String problem = look.get();
      known = problem.isEmpty() ? known : Optional.of(new Lost(problem, now));
      last = known;
    }
    return known.map(Lost::problem);
  }
}
