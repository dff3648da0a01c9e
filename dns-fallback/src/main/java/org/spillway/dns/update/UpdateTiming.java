package org.spillway.dns.update;

import java.time.Duration;

/**
 * @param gather how long changes are gathered for one update
 * @param retry after the first failure; it doubles with each one more
 * @param maxRetry where it no longer doubles
 * @param reconcile how often what the primary holds is read and set right
 * @param glance how often it is seen by the serial whether the primary went back to an old state
 * @param timeout for a connection and for an answer
 */
public record UpdateTiming(
    Duration gather,
    Duration retry,
    Duration maxRetry,
    Duration reconcile,
    Duration glance,
    Duration timeout) {

  public static final UpdateTiming DEFAULT =
      new UpdateTiming(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10));

  /** After so many failures in a row. */
  Duration retryAfter(int failures) {
    var doubled = retry.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(maxRetry) < 0 ? doubled : maxRetry;
  }
}
