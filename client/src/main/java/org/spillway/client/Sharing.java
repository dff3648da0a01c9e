package org.spillway.client;

import java.time.Duration;

/**
 * Says for how long a complete download is given to others. It ends at whichever comes first.
 *
 * @param time the longest time; zero for a ratio alone
 * @param ratio the bytes sent for each byte of the content; 0 for a time alone
 */
public record Sharing(Duration time, double ratio) {
  /** Ends with the download. */
  public static final Sharing NONE = new Sharing(Duration.ZERO, 0);

  /** A time that nobody waits for, for a ratio alone. */
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  public Sharing {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time must be 0 or more, was " + time);
    }
    if (!(ratio >= 0)) {
      throw new IllegalArgumentException("ratio must be 0 or more, was " + ratio);
    }
    if (time.isZero() && ratio > 0) {
      time = FOR_EVER;
    }
  }

  boolean isWanted() {
    return !time.isZero();
  }

  /** Returns whether so many bytes are enough for content of this length. */
  boolean isReached(long sent, long length) {
    return ratio > 0 && sent >= ratio * length;
  }
}
