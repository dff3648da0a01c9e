package org.spillway.torrent.announce;

import java.nio.ByteBuffer;
import java.time.Duration;

/** Checks the ranges that both wire forms can carry. */
final class Limits {
  private Limits() {}

  static void interval(String name, Duration interval) {
    if (interval.isNegative() || interval.toSeconds() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d s, was %s".formatted(name, Integer.MAX_VALUE, interval));
    }
  }

  static void count(String name, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " must be 0 or more, was " + count);
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
