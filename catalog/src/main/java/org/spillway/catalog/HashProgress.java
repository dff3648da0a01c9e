package org.spillway.catalog;

import java.time.Duration;
import java.util.Optional;

/**
 * How far the hashing of a file is.
 *
 * @param hashed bytes, from 0 to {@code length}
 * @param spent time that was worked on it, waiting not counted
 */
public record HashProgress(long hashed, long length, Duration spent) {

  /** How long the rest takes at the speed until now; absent before the first bytes. */
  public Optional<Duration> remaining() {
    if (hashed == 0) {
      return Optional.empty();
    }
    double perByte = (double) spent.toNanos() / hashed;
    return Optional.of(Duration.ofNanos((long) (perByte * (length - hashed))));
  }
}
