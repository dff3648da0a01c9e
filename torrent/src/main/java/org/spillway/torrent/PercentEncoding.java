package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Encodes and decodes UTF-8 text by percent-encoding (RFC 3986 §2.1). */
public final class PercentEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final String UNRESERVED = "-._~";

  /**
   * The characters of a path beside the unreserved ones: pchar (RFC 3986 §3.3) and the slash, but
   * not the semicolon, at which servlet containers begin a path parameter and cut it off.
   */
  private static final String PATH = "!$&'()*+,=:@/";

  private PercentEncoding() {}

  /** Encodes all but the unreserved characters, for a query's value or one path segment. */
  public static String component(String text) {
    return encode(text, UNRESERVED);
  }

  /** Encodes a decoded path and keeps its slashes: {@code /a b/ü} becomes {@code /a%20b/%C3%BC}. */
  public static String path(String path) {
    return encode(path, UNRESERVED + PATH);
  }

  private static String encode(String text, String literal) {
    var encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      if (isAlphanumeric(b) || literal.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        append(encoded, b);
      }
    }
    return encoded.toString();
  }

  static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * Normalizes a path or query as it stands in a request: unreserved characters are decoded, hex
   * digits are in upper case, and characters that must not stand there are encoded (RFC 3986
   * §6.2.2.1, §6.2.2.2).
   */
  public static String normalize(String raw) {
    byte[] bytes = raw.getBytes(UTF_8);
    var normal = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int octet = octet(bytes, i);
      if (octet >= 0) {
        appendOctet(normal, octet);
        i += 2;
      } else if (isAlphanumeric(bytes[i]) || (UNRESERVED + PATH + ";?").indexOf(bytes[i]) >= 0) {
        normal.append((char) bytes[i]);
      } else {
        append(normal, bytes[i]);
      }
    }
    return normal.toString();
  }

  /**
   * Returns the path of a request as {@link #path} would encode it. Characters that need not be
   * encoded in a path are decoded as well, so that {@code /g%2B%2B} and {@code /g++} become the
   * same. An encoded slash stays encoded, because it separates no segments.
   */
  public static String canonicalPath(String raw) {
    byte[] bytes = raw.getBytes(UTF_8);
    var canonical = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int octet = octet(bytes, i);
      boolean isEncoded = octet >= 0;
      int value = isEncoded ? octet : bytes[i];
      boolean isLiteral = isAlphanumeric(value) || (UNRESERVED + PATH).indexOf(value) >= 0;
      if (isLiteral && !(isEncoded && value == '/')) {
        canonical.append((char) value);
      } else {
        append(canonical, (byte) value);
      }
      i += isEncoded ? 2 : 0;
    }
    return canonical.toString();
  }

  /** Returns the octet that is encoded at {@code at}, or −1. */
  private static int octet(byte[] bytes, int at) {
    if (bytes[at] != '%' || at + 2 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[at + 1], 16);
    int low = Character.digit(bytes[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static void appendOctet(StringBuilder normal, int octet) {
    if (isAlphanumeric(octet) || UNRESERVED.indexOf(octet) >= 0) {
      normal.append((char) octet);
    } else {
      append(normal, (byte) octet);
    }
  }

  private static void append(StringBuilder text, byte b) {
    text.append('%').append(HEX.toHighHexDigit(b)).append(HEX.toLowHexDigit(b));
  }
}
