package org.spillway.torrent;

/** Decodes the alphabet of RFC 4648 §6, which the JDK lacks. */
final class Base32 {
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz234567";

  private Base32() {}

  /**
   * Decodes a text.
   *
   * @param text groups of 8 digits, in either case, without padding
   * @throws IllegalArgumentException if the text has any other character
   */
  static byte[] decode(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    long bits = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = Math.max(UPPER.indexOf(c), LOWER.indexOf(c));
      if (digit < 0) {
        throw new IllegalArgumentException("'" + c + "' is no Base32 digit");
      }
      bits = bits << 5 | digit;
      if (i % 8 == 7) {
        for (int shift = 32; shift >= 0; shift -= 8) {
          bytes[at++] = (byte) (bits >> shift);
        }
        bits = 0;
      }
    }
    return bytes;
  }
}
