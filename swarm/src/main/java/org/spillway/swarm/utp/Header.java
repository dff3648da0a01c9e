package org.spillway.swarm.utp;

import java.nio.ByteBuffer;

/**
 * The first 20 bytes of a packet (BEP 29).
 *
 * @param type the type of the packet
 * @param connectionId the connection id, 16 bits
 * @param timestamp the time when the packet was sent, in microseconds of the sender's clock, modulo
 *     2^32
 * @param timestampDifference how long the last packet from the other side took, by two clocks that
 *     do not agree, in microseconds; 0 if none has come yet
 * @param window how many bytes the sender still accepts, 32 bits
 * @param sequenceNumber the sequence number, 16 bits
 * @param ackNumber the sequence number before the first gap in what was received, 16 bits
 */
record Header(
    PacketType type,
    int connectionId,
    int timestamp,
    int timestampDifference,
    long window,
    int sequenceNumber,
    int ackNumber) {

  static final int LENGTH = 20;

  private static final int VERSION = 1;

  Header withConnectionId(int id) {
    return new Header(type, id, timestamp, timestampDifference, window, sequenceNumber, ackNumber);
  }

  /** Writes all fields, and the number of the extension that follows, or 0. */
  void writeTo(ByteBuffer out, int firstExtension) {
    out.put((byte) (type.number() << 4 | VERSION));
    out.put((byte) firstExtension);
    out.putShort((short) connectionId);
    out.putInt(timestamp);
    out.putInt(timestampDifference);
    out.putInt((int) window);
    out.putShort((short) sequenceNumber);
    out.putShort((short) ackNumber);
  }

  /** Reads all fields; the second byte, which names the first extension, is skipped. */
  static Header read(ByteBuffer in) throws MalformedPacketException {
    if (in.remaining() < LENGTH) {
      throw new MalformedPacketException("a packet has 20 bytes or more, not " + in.remaining());
    }
    int first = in.get() & 0xff;
    if ((first & 0x0f) != VERSION || !PacketType.exists(first >> 4)) {
      throw new MalformedPacketException("a packet does not begin with 0x%02x".formatted(first));
    }
    in.get();
    return new Header(
        PacketType.of(first >> 4),
        in.getShort() & 0xffff,
        in.getInt(),
        in.getInt(),
        in.getInt() & 0xffff_ffffL,
        in.getShort() & 0xffff,
        in.getShort() & 0xffff);
  }
}
