package org.spillway.dns.tsig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/** A message with a TSIG record, and the message as it was before it was signed. */
final class SignedMessage {
  private static final int QUESTIONS_AT = 4;
  private static final int ADDITIONAL_AT = 10;

  /** The length of type and class after the name of a question, in bytes. */
  private static final int QUESTION_TAIL = 4;

  private static final int CLASS_AND_TTL = 6;

  private final byte[] bytes;
  private final Message message;
  private final int tsigAt;

  private SignedMessage(byte[] bytes, Message message, int tsigAt) {
    this.bytes = bytes;
    this.message = message;
    this.tsigAt = tsigAt;
  }

  /**
   * Reads a message. The result is empty if it has no TSIG record, or is malformed before it: most
   * messages have none, so they are not parsed for that.
   *
   * @param bytes the message, which has at least a header
   * @throws WireParseException if the TSIG record is malformed, or not the last one
   */
  static Optional<SignedMessage> parse(byte[] bytes) throws WireParseException {
    int start = ByteBuffer.wrap(bytes).getShort(ADDITIONAL_AT) == 0 ? -1 : findTsig(bytes);
    return start < 0
        ? Optional.empty()
        : Optional.of(new SignedMessage(bytes.clone(), parsed(bytes), start));
  }

  private static Message parsed(byte[] bytes) throws WireParseException {
    try {
      var message = new Message(bytes);
      if (message.getTSIG() != null) {
        return message;
      }
    } catch (IOException | IllegalArgumentException e) {
      // dnsjava throws the latter for a type or a TTL that cannot exist.
      throw new WireParseException("a signed message is malformed", e);
    }
    throw new WireParseException("a TSIG record is not in the additional section");
  }

  /** Returns where the TSIG record begins, or −1 if there is none. */
  private static int findTsig(byte[] bytes) throws WireParseException {
    var in = new DNSInput(bytes);
    int start = -1;
    try {
      skipQuestions(in, bytes);
      for (int left = records(bytes); left > 0 && start < 0; left--) {
        start = skipUnlessTsig(in);
      }
    } catch (WireParseException e) {
      return -1;
    }
    // The MAC does not cover the bytes behind the record.
    if (start >= 0 && in.readU16() != in.remaining()) {
      throw new WireParseException("the TSIG record is not the last");
    }
    return start;
  }

  /** Skips a record. A TSIG record is skipped up to its length, and its start is returned. */
  private static int skipUnlessTsig(DNSInput in) throws WireParseException {
    int start = in.current();
    var unused = new Name(in);
    boolean found = in.readU16() == Type.TSIG;
    skip(in, CLASS_AND_TTL);
    if (!found) {
      skip(in, in.readU16());
    }
    return found ? start : -1;
  }

  private static int records(byte[] bytes) {
    var counts = ByteBuffer.wrap(bytes);
    return (counts.getShort(6) & 0xFFFF)
        + (counts.getShort(8) & 0xFFFF)
        + (counts.getShort(ADDITIONAL_AT) & 0xFFFF);
  }

  private static void skipQuestions(DNSInput in, byte[] bytes) throws WireParseException {
    skip(in, Header.LENGTH);
    int questions = ByteBuffer.wrap(bytes).getShort(QUESTIONS_AT) & 0xFFFF;
    for (int i = 0; i < questions; i++) {
      var unused = new Name(in);
      skip(in, QUESTION_TAIL);
    }
  }

  /** Reads instead of jumping, because a jump beyond the end of the message would not fail. */
  private static void skip(DNSInput in, int count) throws WireParseException {
    in.readByteArray(count);
  }

  /** Returns the position of the first record of a message that was parsed. */
  int endOfQuestions() {
    var in = new DNSInput(bytes);
    try {
      skipQuestions(in, bytes);
      return in.current();
    } catch (WireParseException e) {
      throw new IllegalStateException("it was parsed before", e);
    }
  }

  /**
   * Returns NOERROR, BADKEY, BADSIG or BADTIME.
   *
   * @param request the record of the request that this answers; null if it is a request
   */
  int verify(TSIG tsig, @Nullable TSIGRecord request) {
    return tsig.verify(message, bytes, request);
  }

  TSIGRecord tsig() {
    return message.getTSIG();
  }

  /**
   * Returns the message as it was before it was signed, with its original id, which a forwarder may
   * have changed (RFC 8945 §5.5).
   */
  byte[] unsigned() {
    byte[] unsigned = Arrays.copyOf(bytes, tsigAt);
    var buffer = ByteBuffer.wrap(unsigned).putShort(0, (short) tsig().getOriginalID());
    buffer.putShort(ADDITIONAL_AT, (short) (buffer.getShort(ADDITIONAL_AT) - 1));
    return unsigned;
  }

  /** Returns the message with one record more. */
  static byte[] append(byte[] message, TSIGRecord tsig) {
    byte[] record = bytes(tsig);
    byte[] signed = Arrays.copyOf(message, message.length + record.length);
    System.arraycopy(record, 0, signed, message.length, record.length);
    var buffer = ByteBuffer.wrap(signed);
    buffer.putShort(ADDITIONAL_AT, (short) (buffer.getShort(ADDITIONAL_AT) + 1));
    return signed;
  }

  static byte[] bytes(TSIGRecord tsig) {
    return tsig.toWire(Section.ADDITIONAL);
  }

  /** Returns an empty message with the id of a rendered one: dnsjava takes nothing else from it. */
  static Message numbered(byte[] message) {
    return new Message((message[0] & 0xFF) << 8 | (message[1] & 0xFF));
  }
}
