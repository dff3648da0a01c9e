package org.spillway.torrent.announce;

import java.nio.ByteBuffer;
import java.time.Duration;

/** The ranges that both wire forms can carry. */
final class Limits {
  private Limits() {}

  static void interval(String name, Duration interval) {
    if (interval.isNegative() || interval.toSeconds() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s: 0 to %d s, not %s".formatted(name, Integer.MAX_VALUE, interval));
    }
  }

  static void count(String name, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + ": 0 or more, not " + count);
    }
  }

  static void expectAtLeast(String message, ByteBuffer in, int length)
      throws MalformedAnnounceException {
    if (in.remaining() < length) {
      throw new MalformedAnnounceException(
          message, "%d bytes, expected at least %d".formatted(in.remaining(), length));
    }
  }
}
