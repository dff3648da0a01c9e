package org.spillway.catalog;

import java.time.Duration;
import java.util.Optional;

/**
 * The progress of hashing one file.
 *
 * @param hashed bytes, from 0 to {@code length}
 * @param spent the time for which it was worked on, without the time it waited
 */
public record HashProgress(long hashed, long length, Duration spent) {

  /**
   * Returns how long the rest takes at the speed so far, or nothing before the first bytes are
   * hashed.
   */
  public Optional<Duration> remaining() {
    if (hashed == 0) {
      return Optional.empty();
    }
    double perByte = (double) spent.toNanos() / hashed;
    return Optional.of(Duration.ofNanos((long) (perByte * (length - hashed))));
  }
}
