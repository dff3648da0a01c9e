package org.spillway.dns.dnssec;

import java.time.Duration;
import java.time.Instant;

/**
 * How long signatures hold, and when each is made anew. All of one name and type are made anew at
 * the same seconds of every period, those of others at other ones, so that a million signatures do
 * not run out together; what does not change keeps its signature for that long.
 *
 * @param period from one signature to the next
 * @param lifetime of each; what is left of it at the end of the period is for those who hold copies
 */
record Validity(Duration period, Duration lifetime) {
  /**
   * Of what the zone holds. Secondaries go on with it for the 28 days of the SOA record's EXPIRE,
   * which no signature may cut short (RFC 6781 §4.4.2.1).
   */
  static final Validity DATA = new Validity(Duration.ofDays(7), Duration.ofDays(42));

  /** Of answers that something is not there, which nobody keeps: a torrent may appear any time. */
  static final Validity DENIAL = new Validity(Duration.ofDays(1), Duration.ofDays(3));

  /** How far behind the clocks of validators may be. */
  private static final long SKEW = Duration.ofHours(1).toSeconds();

  /**
   * The current period.
   *
   * @param spread decides where in its week or day a signature is made
   */
  Span at(Instant now, int spread) {
    long offset = Math.floorMod(spread, period.toSeconds());
    long start =
        now.getEpochSecond() - Math.floorMod(now.getEpochSecond() - offset, period.toSeconds());
    return new Span(start - SKEW, start + period.toSeconds(), start + lifetime.toSeconds());
  }

  /** In seconds since 1970. */
  record Span(long inception, long renewal, long expiration) {}
}
