package org.spillway.webapp.config;

import org.spillway.negotiation.Pace;
import org.spillway.swarm.RateLimiter;

/**
 * The rates that HTTP and the seeder share, and the seeder's rate within them. HTTP keeps its own
 * limits.
 *
 * @param all the limiter of HTTP files, the web seed and peers together
 * @param seeder the limiter of all peers together, within {@code all}
 */
record UploadRates(RateLimiter all, RateLimiter seeder) {

  /**
   * @param all the bytes a second of all together; 0 for no limit
   * @param seeder the bytes a second of the seeder; 0 for no limit
   */
  static UploadRates of(long all, long seeder) {
    var shared = RateLimiter.of(all, System::nanoTime);
    return new UploadRates(shared, RateLimiter.of(seeder, shared, System::nanoTime));
  }

  /** Returns the shared rate for HTTP. */
  Pace pace() {
    return all.isLimited() ? new SharedPace(all) : Pace.UNLIMITED;
  }

  /**
   * The shared rate as a pace.
   *
   * @param limiter a limiter without a parent, so that a reservation waits for one turn
   */
  private record SharedPace(RateLimiter limiter) implements Pace {
    @Override
    public long reserve(int bytes) {
      return limiter.reserve(bytes).delay();
    }

    @Override
    public int portion() {
      return limiter.portion();
    }
  }
}
