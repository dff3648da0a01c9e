package org.spillway.swarm.utp;

/**
 * Converts sequence numbers, which have 16 bits on the wire and begin anew after 65,535. Here they
 * are long and go on.
 */
final class SequenceNumber {
  private SequenceNumber() {}

  /** Returns what a number on the wire means: of all numbers that look like it, the closest one. */
  static long expand(int wire, long near) {
    return near + (short) (wire - (int) near);
  }

  static int toWire(long number) {
    return (int) number & 0xffff;
  }
}
