package org.spillway.swarm.utp;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Says which packets behind the first missing one have arrived (BEP 29, extension 1): bit 0 stands
 * for the packet two behind the acknowledged one.
 */
final class SelectiveAck {
  static final int EXTENSION = 1;

  /** The most bits that are sent. */
  static final int MOST = 512;

  static final SelectiveAck NONE = new SelectiveAck(new BitSet());

  private final BitSet arrived;

  SelectiveAck(BitSet arrived) {
    this.arrived = arrived;
  }

  /**
   * Reads the body of the extension.
   *
   * @param length how many bytes are taken from the buffer
   */
  static SelectiveAck read(ByteBuffer in, int length) {
    var bits = in.slice();
    bits.limit(length);
    in.position(in.position() + length);
    return new SelectiveAck(BitSet.valueOf(bits));
  }

  boolean isEmpty() {
    return arrived.isEmpty();
  }

  /**
   * Returns whether a packet has arrived.
   *
   * @param distance how far its sequence number is from the acknowledged one
   */
  boolean covers(long distance) {
    return distance >= 2 && distance - 2 < arrived.length() && arrived.get((int) distance - 2);
  }

  /** Returns the extension's length: two bytes in front, and a multiple of four. */
  int encodedLength() {
    return isEmpty() ? 0 : 2 + bodyLength();
  }

  private int bodyLength() {
    return (arrived.length() + 31) / 32 * 4;
  }

  /** Writes the extension as the last one. */
  void writeTo(ByteBuffer out) {
    if (isEmpty()) {
      return;
    }
    byte[] bits = arrived.toByteArray();
    out.put((byte) 0).put((byte) bodyLength()).put(bits);
    for (int i = bits.length; i < bodyLength(); i++) {
      out.put((byte) 0);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SelectiveAck ack && arrived.equals(ack.arrived);
  }

  @Override
  public int hashCode() {
    return arrived.hashCode();
  }

  @Override
  public String toString() {
    return arrived.toString();
  }
}
