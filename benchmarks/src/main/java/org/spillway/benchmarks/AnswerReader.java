package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Reads answers of HTTP/1.1, one after the other, and throws their bodies away: each must have
 * status 200 and a Content-Length.
 *
 * <p>It costs next to nothing as long as the answers look alike: a head that ends where the last
 * one ended is taken to announce a body of the same length.
 */
final class AnswerReader {
  private static final String LENGTH = "\r\ncontent-length: ";
  private static final String STATUS = "HTTP/1.1 200 ";
  private static final int LONGEST_HEAD = 8 * 1024;

  /** " 200", which stands behind the version, and the empty line, read as numbers. */
  private static final int OK = 0x20323030;

  private static final int STATUS_INDEX = 8;
  private static final int END_OF_HEAD = 0x0d0a0d0a;

  private final byte[] head = new byte[LONGEST_HEAD];
  private int headLength;

  private int lastHeadLength;
  private long lastBodyLength;

  /** Bytes of the body that are still to come; 0 while the head is read. */
  private long left;

  private long answers;
  private long bytes;

  /**
   * Takes all that has come, the end of one answer at most.
   *
   * @return whether an answer is complete
   */
  boolean read(ByteBuffer in) throws IOException {
    if (left == 0 && !(headLength == 0 && skipHead(in)) && !readHead(in)) {
      return false;
    }
    int count = (int) Math.min(left, in.remaining());
    in.position(in.position() + count);
    left -= count;
    bytes += count;
    if (left > 0) {
      return false;
    }
    answers++;
    return true;
  }

  /** Without a look at it, if it seems to be like the last one. */
  private boolean skipHead(ByteBuffer in) {
    int start = in.position();
    if (lastHeadLength == 0
        || in.remaining() < lastHeadLength
        || in.getInt(start + STATUS_INDEX) != OK
        || in.getInt(start + lastHeadLength - Integer.BYTES) != END_OF_HEAD) {
      return false;
    }
    in.position(start + lastHeadLength);
    left = lastBodyLength;
    return true;
  }

  /** The head is kept until its last byte has come, then forgotten. */
  private boolean readHead(ByteBuffer in) throws IOException {
    int from = headLength;
    int count = Math.min(in.remaining(), head.length - headLength);
    in.get(in.position(), head, headLength, count);
    headLength += count;
    String text = new String(head, 0, headLength, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      if (headLength == head.length) {
        throw new IOException("a head of more than " + LONGEST_HEAD + " bytes: " + text);
      }
      in.position(in.limit());
      return false;
    }
    lastHeadLength = end + Integer.BYTES;
    in.position(in.position() + lastHeadLength - from);
    headLength = 0;
    left = bodyLength(text.substring(0, lastHeadLength));
    lastBodyLength = left;
    return true;
  }

  private static long bodyLength(String head) throws IOException {
    // Names of fields are read in any case.
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (!head.startsWith(STATUS) || at < 0) {
      throw new IOException("200 with Content-Length is expected: " + head);
    }
    int start = at + LENGTH.length();
    return Long.parseLong(head, start, head.indexOf('\r', start), 10);
  }

  /** How many were complete. */
  long answers() {
    return answers;
  }

  /** Of their bodies, those that came of the present one too. */
  long bytes() {
    return bytes;
  }
}
