package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** Reads and checks what the messages have in common on the wire. */
final class Payload {
  private Payload() {}

  static void writeHeader(ByteBuffer out, int id, int payloadLength) {
    out.putInt(1 + payloadLength).put((byte) id);
  }

  static void expect(String message, ByteBuffer payload, int length)
      throws MalformedMessageException {
    if (payload.remaining() != length) {
      throw new MalformedMessageException(
          "%s: %d bytes, expected %d".formatted(message, payload.remaining(), length));
    }
  }

  static void expectAtLeast(String message, ByteBuffer payload, int length)
      throws MalformedMessageException {
    if (payload.remaining() < length) {
      throw new MalformedMessageException(
          "%s: %d bytes, expected at least %d".formatted(message, payload.remaining(), length));
    }
  }

  /**
   * Checks a number, which has 32 bits without a sign on the wire; no torrent needs the upper half
   * of the range.
   */
  static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s %s, expected at most %d"
              .formatted(name, Integer.toUnsignedString(value), Integer.MAX_VALUE));
    }
  }

  static void block(String message, int piece, int begin, int length) {
    notNegative(message + ": piece", piece);
    notNegative(message + ": begin", begin);
    if (length < 1 || length > Request.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s: length %s, expected 1 to %d"
              .formatted(message, Integer.toUnsignedString(length), Request.MAX_LENGTH));
    }
  }
}
