package org.spillway.swarm.utp;

import java.util.concurrent.TimeUnit;

/**
 * Decides how many bytes may be on their way (RFC 6817): as many as keep packets waiting 100 ms in
 * queues, and fewer when other traffic waits there, too. It starts as TCP does, doubling the window
 * each round trip, until it sees half of that delay.
 */
final class Ledbat {
  static final long TARGET = TimeUnit.MILLISECONDS.toMicros(100);

  /**
   * The number of packets that may be sent before the first acknowledgement, as in TCP (RFC 6928).
   */
  private static final int FIRST_WINDOW = 10;

  /**
   * The number of bytes by which the window grows each round trip while queues are empty;
   * libtorrent grows by half of that.
   */
  private static final int GAIN = 6000;

  /** The share of the window that a loss leaves, as with CUBIC (RFC 9438 §4.6). */
  private static final double KEPT = 0.7;

  /** The largest window in bytes; a larger one would let strangers use more of our memory. */
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
   * Notes that bytes have arrived.
   *
   * @param bytes how many bytes have arrived
   * @param inFlight how many bytes were on their way before, including these
   * @param delay how long they waited in queues, in microseconds
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

  /** Notes a loss; must be called once for all packets that are lost of one window. */
  void lost() {
    slowStart = false;
    window = clamp(window * KEPT);
    threshold = window;
  }

  /**
   * Begins anew after a time without any acknowledgement, and grows quickly only up to half of the
   * last window.
   */
  void timedOut() {
    threshold = Math.max(window / 2, 2 * packetLength);
    window = packetLength;
    slowStart = true;
  }

  private double clamp(double bytes) {
    return Math.min(LARGEST_WINDOW, Math.max(bytes, 2 * packetLength));
  }
}
