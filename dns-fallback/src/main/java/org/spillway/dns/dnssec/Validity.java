package org.spillway.dns.dnssec;

import java.time.Duration;
import java.time.Instant;

/**
 * Says how long signatures are valid, and when each is made anew. All signatures of one name and
 * type are made anew at the same second of every period, those of others at other seconds, so that
 * a million signatures do not expire together. What does not change keeps its signature for that
 * long.
 *
 * @param period the time from one signature to the next
 * @param lifetime how long a signature is valid; what is left of it at the end of the period is for
 *     those who hold copies
 */
record Validity(Duration period, Duration lifetime) {
  /**
   * The validity of what the zone holds. Secondaries serve the zone without us for the 28 days of
   * the SOA record's EXPIRE, which no signature may cut short (RFC 6781 §4.4.2.1).
   */
  static final Validity DATA = new Validity(Duration.ofDays(7), Duration.ofDays(42));

  /**
   * The validity of answers that something does not exist. Nobody keeps them, because a torrent may
   * appear any time.
   */
  static final Validity DENIAL = new Validity(Duration.ofDays(1), Duration.ofDays(3));

  /** The time by which the clocks of validators may be behind, in seconds. */
  private static final long SKEW = Duration.ofHours(1).toSeconds();

  /**
   * Returns the current period.
   *
   * @param now the time
   * @param spread a number that decides where in its week or day a signature is made
   */
  Span at(Instant now, int spread) {
    long offset = Math.floorMod(spread, period.toSeconds());
    long start =
        now.getEpochSecond() - Math.floorMod(now.getEpochSecond() - offset, period.toSeconds());
    return new Span(start - SKEW, start + period.toSeconds(), start + lifetime.toSeconds());
  }

  /** The times of a signature, in seconds since 1970. */
  record Span(long inception, long renewal, long expiration) {}
}
