package org.spillway.webapp.config;

import org.spillway.negotiation.Pace;
import org.spillway.swarm.RateLimiter;

/**
 * The rates that the doors share, and those that stand below them. HTTP keeps its own limits.
 *
 * @param all of HTTP files, the web seed and peers together
 * @param seeder of all peers together, within {@code all}
 */
record UploadRates(RateLimiter all, RateLimiter seeder) {

  /**
   * @param all bytes a second; 0 for no limit
   * @param seeder bytes a second; 0 for no limit
   */
  static UploadRates of(long all, long seeder) {
    var shared = RateLimiter.of(all, System::nanoTime);
    return new UploadRates(shared, RateLimiter.of(seeder, shared, System::nanoTime));
  }

  /** The shared rate as HTTP sees it. */
  Pace pace() {
    return all.isLimited() ? new SharedPace(all) : Pace.UNLIMITED;
  }

  /**
   * @param limiter has no parent, so that a reservation has one turn to wait for
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
