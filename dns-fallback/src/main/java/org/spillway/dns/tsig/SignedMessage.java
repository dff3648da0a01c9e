package org.spillway.dns.tsig;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/** A message with a TSIG record, taken apart: what was signed, and the record. */
final class SignedMessage {
  private static final int QUESTIONS_AT = 4;
  private static final int ADDITIONAL_AT = 10;

  /** Type and class, after the name of a question. */
  private static final int QUESTION_TAIL = 4;

  private static final int CLASS_AND_TTL = 6;

  private final byte[] unsigned;
  private final TsigRecord tsig;

  private SignedMessage(byte[] unsigned, TsigRecord tsig) {
    this.unsigned = unsigned;
    this.tsig = tsig;
  }

  /**
   * Absent if it has no TSIG record, or is malformed before it.
   *
   * @param message a header at least
   * @throws WireParseException if its TSIG record is malformed, or not the last one
   */
  static Optional<SignedMessage> parse(byte[] message) throws WireParseException {
    int start = ByteBuffer.wrap(message).getShort(ADDITIONAL_AT) == 0 ? -1 : findTsig(message);
    return start < 0 ? Optional.empty() : Optional.of(parse(message, start));
  }

  /** Where it begins; less than nothing if there is none. */
  private static int findTsig(byte[] message) {
    try {
      var in = afterQuestions(message);
      for (int left = records(message); left > 0; left--) {
        int start = in.current();
        var unused = new Name(in);
        if (in.readU16() == Type.TSIG) {
          // What is not the last fails below: it has bytes behind it.
          return start;
        }
        skip(in, CLASS_AND_TTL);
        skip(in, in.readU16());
      }
      return -1;
    } catch (WireParseException e) {
      return -1;
    }
  }

  private static int records(byte[] message) {
    var counts = ByteBuffer.wrap(message);
    return (counts.getShort(6) & 0xFFFF)
        + (counts.getShort(8) & 0xFFFF)
        + (counts.getShort(ADDITIONAL_AT) & 0xFFFF);
  }

  private static DNSInput afterQuestions(byte[] message) throws WireParseException {
    var in = new DNSInput(message);
    skip(in, Header.LENGTH);
    int questions = ByteBuffer.wrap(message).getShort(QUESTIONS_AT) & 0xFFFF;
    for (int i = 0; i < questions; i++) {
      var unused = new Name(in);
      skip(in, QUESTION_TAIL);
    }
    return in;
  }

  /** Not a jump: that would fail at the end of the message. */
  private static void skip(DNSInput in, int bytes) throws WireParseException {
    in.readByteArray(bytes);
  }

  private static SignedMessage parse(byte[] message, int start) throws WireParseException {
    var in = new DNSInput(message);
    in.jump(start);
    var owner = new Name(in);
    skip(in, Short.BYTES);
    // Not covered by the MAC, which takes them for granted (RFC 8945 §4.2).
    boolean asWritten = in.readU16() == DClass.ANY && in.readU32() == 0;
    if (!asWritten || in.readU16() != in.remaining()) {
      throw new WireParseException("a TSIG record of another class, or not the last");
    }
    var tsig = TsigRecord.read(owner, in);
    if (in.remaining() > 0) {
      throw new WireParseException("bytes after the TSIG record");
    }
    return new SignedMessage(without(message, start, tsig.originalId()), tsig);
  }

  /** As it was before it was signed (RFC 8945 §5.2.2): a forwarder may have changed the id. */
  private static byte[] without(byte[] message, int start, int originalId) {
    byte[] unsigned = Arrays.copyOf(message, start);
    var buffer = ByteBuffer.wrap(unsigned).putShort(0, (short) originalId);
    buffer.putShort(ADDITIONAL_AT, (short) (buffer.getShort(ADDITIONAL_AT) - 1));
    return unsigned;
  }

  /** Where the first record of a message that was parsed stands. */
  static int endOfQuestions(byte[] message) {
    try {
      return afterQuestions(message).current();
    } catch (WireParseException e) {
      throw new IllegalStateException("it was parsed before", e);
    }
  }

  /** The message that its TSIG record signs. */
  byte[] unsigned() {
    return unsigned.clone();
  }

  TsigRecord tsig() {
    return tsig;
  }

  /** The message with a record more. */
  static byte[] append(byte[] message, TsigRecord tsig) {
    byte[] record = tsig.toWire();
    byte[] signed = Arrays.copyOf(message, message.length + record.length);
    System.arraycopy(record, 0, signed, message.length, record.length);
    var buffer = ByteBuffer.wrap(signed);
    buffer.putShort(ADDITIONAL_AT, (short) (buffer.getShort(ADDITIONAL_AT) + 1));
    return signed;
  }
}
