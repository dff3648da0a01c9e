package org.spillway.webapp.config;

import org.spillway.negotiation.Pace;
import org.spillway.swarm.RateLimiter;

/**
 * The rates that the doors share, and those that stand below them. HTTP keeps its own limits.
 *
 * @param all of HTTP files, the web seed and peers together
 * @param seeder of all peers together, within {@code all}
 * @param perTorrent bytes a second to the peers of one torrent; 0 for no limit
 * @param perPeer bytes a second to one peer; 0 for no limit
 */
record UploadRates(RateLimiter all, RateLimiter seeder, long perTorrent, long perPeer) {

  static UploadRates read(Values values) throws ConfigException {
    var all = RateLimiter.of(values.bytes(Key.UPLOAD_MAX_RATE), System::nanoTime);
    return new UploadRates(
        all,
        RateLimiter.of(values.bytes(Key.SEEDER_MAX_RATE), all, System::nanoTime),
        values.bytes(Key.SEEDER_MAX_RATE_PER_TORRENT),
        values.bytes(Key.SEEDER_MAX_RATE_PER_PEER));
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
