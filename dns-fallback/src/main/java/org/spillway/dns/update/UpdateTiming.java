package org.spillway.dns.update;

import java.time.Duration;

/**
 * Says when updates are sent.
 *
 * @param gather how long changes are gathered for one update
 * @param retry how long to wait after the first failure; the time doubles with each further failure
 * @param maxRetry the longest time between two attempts
 * @param reconcile how often the primary's content is read and corrected
 * @param glance how often the primary's serial is looked at, which shows whether it went back to an
 *     old state
 * @param timeout how long to wait for a connection and for an answer
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

  /** Returns how long to wait after so many failures in a row. */
  Duration retryAfter(int failures) {
    var doubled = retry.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(maxRetry) < 0 ? doubled : maxRetry;
  }
}
