package org.spillway.webapp.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the parts of the encoding DER (ITU-T X.690) that PKCS #8 needs. */
final class Der {
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final byte[] ZERO = {0x02, 1, 0};

  private Der() {}

  /**
   * Wraps a private key in the form of its own algorithm as PKCS #8 (RFC 5208 §5).
   *
   * @param publicKey a SubjectPublicKeyInfo (RFC 5280 §4.1), which names the algorithm as PKCS #8
   *     does
   */
  static byte[] pkcs8(byte[] publicKey, byte[] privateKey) {
    return encode(SEQUENCE, ZERO, firstOf(publicKey), encode(OCTET_STRING, privateKey));
  }

  private static byte[] encode(int tag, byte[]... contents) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    var whole = new ByteArrayOutputStream();
    whole.write(tag);
    writeLength(whole, content.size());
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
      int from = Integer.numberOfLeadingZeros(length) / Byte.SIZE;
      out.write(0x80 | (digits.length - from));
      out.write(digits, from, digits.length - from);
    }
  }

  /** Returns the first element of a sequence, with its own tag and length. */
  private static byte[] firstOf(byte[] sequence) {
    var in = ByteBuffer.wrap(sequence);
    in.get();
    readLength(in);
    int start = in.position();
    in.get();
    int length = readLength(in);
    return Arrays.copyOfRange(sequence, start, in.position() + length);
  }

  private static int readLength(ByteBuffer in) {
    int first = in.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int digit = 0; digit < (first & 0x7f); digit++) {
      length = (length << Byte.SIZE) | (in.get() & 0xff);
    }
    return length;
  }
}
