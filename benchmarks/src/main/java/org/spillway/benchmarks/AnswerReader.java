package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Reads answers of HTTP/1.1, one after the other, and discards their bodies. Each answer must have
 * status 200 and a Content-Length.
 *
 * <p>It costs next to nothing as long as the answers look alike: if a head ends where the last one
 * ended, its body is assumed to have the same length.
 */
final class AnswerReader {
  private static final String LENGTH = "\r\ncontent-length: ";
  private static final String STATUS = "HTTP/1.1 200 ";
  private static final int LONGEST_HEAD = 8 * 1024;

  /** The text " 200", which follows the version, and the empty line, read as numbers. */
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
   * Reads the bytes that have come, up to the end of one answer.
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

  /**
   * Skips a head without parsing it if it seems to be like the last one; returns whether it did.
   */
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

  /** Keeps the head until its last byte has come, and then forgets it. */
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
    // The case of field names does not matter.
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    if (!head.startsWith(STATUS) || at < 0) {
      throw new IOException("200 with Content-Length is expected: " + head);
    }
    int start = at + LENGTH.length();
    return Long.parseLong(head, start, head.indexOf('\r', start), 10);
  }

  /** Returns the number of complete answers. */
  long answers() {
    return answers;
  }

  /** Returns the number of bytes of all bodies, including the present one. */
  long bytes() {
    return bytes;
  }
}
