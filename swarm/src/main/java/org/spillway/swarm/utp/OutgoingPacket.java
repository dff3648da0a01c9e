package org.spillway.swarm.utp;

import java.nio.ByteBuffer;

/** A packet with a sequence number, which is kept until it is acknowledged. */
final class OutgoingPacket {
  final PacketType type;

  /** The payload, behind room for the header. */
  private final byte[] bytes;

  private int length = Header.LENGTH;
  long sequenceNumber;
  long sentAt;

  /** A number that grows with each packet that leaves, including those that are sent again. */
  long transmission;

  int transmissions;
  boolean lost;
  boolean acknowledged;

  OutgoingPacket(PacketType type, int capacity) {
    this.type = type;
    this.bytes = new byte[capacity];
  }

  /** Returns the bytes of the whole packet. */
  int length() {
    return length;
  }

  boolean isFull() {
    return length == bytes.length;
  }

  /** Takes as much as there is room for, and returns how much that was. */
  int append(ByteBuffer data) {
    int count = Math.min(data.remaining(), bytes.length - length);
    data.get(bytes, length, count);
    length += count;
    return count;
  }

  /** Returns the packet with a current header. */
  ByteBuffer withHeader(Header header) {
    var packet = ByteBuffer.wrap(bytes, 0, length);
    header.writeTo(packet, 0);
    return packet.position(0);
  }
}
