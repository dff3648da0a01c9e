package org.spillway.swarm.utp;

import java.util.concurrent.TimeUnit;

/**
 * Estimates the round trip time, and the time after which a packet counts as lost, in microseconds.
 */
final class RoundTripTime {
  /** The time-out before the first sample (BEP 29). */
  private static final long FIRST_TIMEOUT = TimeUnit.SECONDS.toMicros(1);

  private static final long SHORTEST_TIMEOUT = TimeUnit.MILLISECONDS.toMicros(500);
  private static final long LONGEST_TIMEOUT = TimeUnit.SECONDS.toMicros(30);

  private long mean;
  private long deviation;
  private int doublings;

  /** Takes a sample: how long the acknowledgement of a packet took that was sent only once. */
  void add(long sample) {
    if (mean == 0) {
      mean = Math.max(1, sample);
      deviation = sample / 2;
    } else {
      deviation += (Math.abs(mean - sample) - deviation) / 4;
      mean += (sample - mean) / 8;
    }
  }

  /** Notes that something was acknowledged. */
  void progressed() {
    doublings = 0;
  }

  void timedOut() {
    doublings++;
  }

  /** Returns how many times in a row nothing came within the time-out. */
  int timeouts() {
    return doublings;
  }

  /** Returns the mean; 0 before the first sample. */
  long mean() {
    return mean;
  }

  long timeout() {
    long timeout = mean == 0 ? FIRST_TIMEOUT : Math.max(SHORTEST_TIMEOUT, mean + 4 * deviation);
    return Math.min(LONGEST_TIMEOUT, timeout << Math.min(doublings, 10));
  }
}
