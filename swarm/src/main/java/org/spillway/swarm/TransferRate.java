package org.spillway.swarm;

import java.util.concurrent.TimeUnit;

/**
 * Measures bytes a second as an average that forgets: what was sent {@link #MEMORY_SECONDS} ago
 * counts 1/e of what was sent now. Not safe for use by several threads.
 */
public final class TransferRate {
  private static final double MEMORY_SECONDS = 2;

  private double perSecond;
  private long last;

  /**
   * Begins with a rate of 0.
   *
   * @param now the time in nanoseconds, as in all calls
   */
  public TransferRate(long now) {
    this.last = now;
  }

  public void add(long bytes, long now) {
    fade(now);
    perSecond += bytes / MEMORY_SECONDS;
  }

  public double perSecond(long now) {
    fade(now);
    return perSecond;
  }

  private void fade(long now) {
    double seconds = (double) (now - last) / TimeUnit.SECONDS.toNanos(1);
    perSecond *= Math.exp(-seconds / MEMORY_SECONDS);
    last = now;
  }
}
