package org.spillway.swarm.utp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Computes how long our packets wait in queues. The difference between the receiver's and the
 * sender's clock means nothing by itself, but the smallest difference of the last ten minutes
 * stands for empty queues (RFC 6817 §3.4.2, the base delay). All times are in microseconds.
 */
final class DelayHistory {
  private static final int MINUTES = 10;
  private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);

  /**
   * The current delay is the smallest of this many samples, because one late sample says little.
   */
  private static final int SAMPLES = 3;

  private final int[] base = new int[MINUTES];
  private final int[] recent = new int[SAMPLES];
  private boolean started;
  private long minuteBegan;
  private int minute;
  private int sample;

  /**
   * Takes a sample and returns the queuing delay.
   *
   * @param difference the difference that the other side reports; it wraps around
   */
  long add(int difference, long now) {
    if (!started) {
      started = true;
      minuteBegan = now;
      Arrays.fill(base, difference);
      Arrays.fill(recent, difference);
    }
    while (now - minuteBegan >= MINUTE) {
      minuteBegan += MINUTE;
      minute = (minute + 1) % MINUTES;
      base[minute] = difference;
    }
    base[minute] = earlier(base[minute], difference);
    sample = (sample + 1) % SAMPLES;
    recent[sample] = difference;
    return Math.max(0, smallest(recent) - smallest(base));
  }

  private static int smallest(int[] differences) {
    return Arrays.stream(differences).reduce(differences[0], DelayHistory::earlier);
  }

  private static int earlier(int a, int b) {
    return a - b < 0 ? a : b;
  }
}
