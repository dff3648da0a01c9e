package org.spillway.swarm.utp;

import java.util.concurrent.TimeUnit;

/**
 * Decides how many bytes may be on their way (RFC 6817): as many as keep the packets waiting 100 ms
 * in queues, and fewer when others wait there, too. It starts as TCP does, doubling the window each
 * round trip, until half of that delay is seen.
 */
final class Ledbat {
  static final long TARGET = TimeUnit.MILLISECONDS.toMicros(100);

  /** How many packets may be sent before the first acknowledgement, as TCP does (RFC 6928). */
  private static final int FIRST_WINDOW = 10;

  /**
   * Bytes by which the window grows each round trip while queues are empty; libtorrent's is half.
   */
  private static final int GAIN = 6000;

  /** What a loss leaves of the window, as with the TCP of today (RFC 9438 §4.6). */
  private static final double KEPT = 0.7;

  /** More bytes on their way than this would be memory that a stranger makes us spend. */
  static final int LARGEST_WINDOW = 1024 * 1024;

  private static final long SLOW_START_ENDS = TARGET / 2;

  private final int packetLength;
  private double window;
  private double threshold = LARGEST_WINDOW;
  private boolean slowStart = true;

  Ledbat(int packetLength) {
    this.packetLength = packetLength;
    this.window = FIRST_WINDOW * packetLength;
  }

  int window() {
    return (int) window;
  }

  /**
   * Bytes have arrived.
   *
   * @param inFlight how many bytes were on their way before, these included
   * @param delay that they spent in queues, in microseconds
   */
  void acknowledged(int bytes, int inFlight, long delay) {
    if (delay >= SLOW_START_ENDS && slowStart) {
      slowStart = false;
    }
    boolean wasFull = inFlight + packetLength > window;
    double offTarget = (TARGET - delay) / (double) TARGET;
    double change = GAIN * offTarget * bytes / Math.max(inFlight, bytes);
    if (slowStart && window + bytes <= threshold) {
      change = Math.max(change, bytes);
    } else {
      slowStart = false;
    }
    if (wasFull || change < 0) {
      window = clamp(window + change);
    }
  }

  /** A packet was lost; to be told once for all that are lost of one window. */
  void lost() {
    slowStart = false;
    window = clamp(window * KEPT);
    threshold = window;
  }

  /** Nothing came back at all: begin anew, and grow quickly only up to half of what was. */
  void timedOut() {
    threshold = Math.max(window / 2, 2 * packetLength);
    window = packetLength;
    slowStart = true;
  }

  private double clamp(double bytes) {
    return Math.min(LARGEST_WINDOW, Math.max(bytes, 2 * packetLength));
  }
}
