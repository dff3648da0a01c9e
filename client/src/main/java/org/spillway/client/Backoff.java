package org.spillway.client;

import java.util.random.RandomGenerator;

/**
 * Counts tries without progress, and says how long to wait before each: twice as long as before, up
 * to half a minute, less up to a half by chance, so that not all clients come at once. For use by
 * one thread.
 */
final class Backoff {
  private static final long FIRST = 500;
  private static final long LONGEST = 30_000;

  private final RandomGenerator random;
  private int tries;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Begins to count anew, because there was progress. */
  void reset() {
    tries = 0;
  }

  /** Returns how many tries in turn have failed. */
  int tries() {
    return tries;
  }

  /** Counts a failure, and returns the milliseconds to wait before the next try. */
  long failed() {
    long longest = Math.min(LONGEST, FIRST << Math.min(tries, 10));
    tries++;
    return longest - random.nextLong(longest / 2);
  }
}
