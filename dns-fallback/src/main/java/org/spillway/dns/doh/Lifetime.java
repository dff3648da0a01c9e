package org.spillway.dns.doh;

import java.nio.ByteBuffer;

/** Computes how long an answer may be kept (RFC 8484 §5.1), from its bytes. */
final class Lifetime {
  private static final int HEADER = 12;
  private static final int QUESTION_TAIL = 4;
  private static final int SOA = 6;

  /** The two top bits mark a pointer to another place, which ends a name (RFC 1035 §4.1.4). */
  private static final int POINTER = 0xC0;

  private final ByteBuffer message;

  private Lifetime(byte[] message) {
    this.message = ByteBuffer.wrap(message);
  }

  /**
   * Returns the smallest TTL of an answer's records; without records, how long that may be
   * remembered (RFC 2308 §5), or 0 if the answer does not say.
   *
   * @param answer a well-formed message
   * @return the lifetime, in seconds
   */
  static long seconds(byte[] answer) {
    return new Lifetime(answer).seconds();
  }

  private long seconds() {
    int questions = message.getShort(4) & 0xFFFF;
    int answers = message.getShort(6) & 0xFFFF;
    int authorities = message.getShort(8) & 0xFFFF;
    message.position(HEADER);
    for (int i = 0; i < questions; i++) {
      skipName();
      skip(QUESTION_TAIL);
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < answers; i++) {
      least = Math.min(least, record(false));
    }
    for (int i = 0; i < authorities && answers == 0; i++) {
      least = Math.min(least, record(true));
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  /**
   * Reads a record and returns its TTL.
   *
   * @param denial whether only a SOA record counts, whose MINIMUM then limits its TTL
   */
  private long record(boolean denial) {
    skipName();
    int type = message.getShort() & 0xFFFF;
    message.getShort();
    // With the top bit set it counts as 0 (RFC 2181 §8).
    long ttl = Math.max(0, message.getInt());
    skip(message.getShort() & 0xFFFF);
    if (!denial) {
      return ttl;
    }
    return type == SOA ? Math.min(ttl, lastInt()) : Long.MAX_VALUE;
  }

  private long lastInt() {
    return message.getInt(message.position() - Integer.BYTES) & 0xFFFFFFFFL;
  }

  private void skipName() {
    int length = message.get() & 0xFF;
    while (length != 0 && (length & POINTER) != POINTER) {
      skip(length);
      length = message.get() & 0xFF;
    }
    if (length != 0) {
      message.get();
    }
  }

  private void skip(int bytes) {
    message.position(message.position() + bytes);
  }
}
