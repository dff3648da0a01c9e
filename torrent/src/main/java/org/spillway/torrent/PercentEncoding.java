package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Percent-encoding (RFC 3986 §2.1) of UTF-8 text. */
public final class PercentEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final String UNRESERVED = "-._~";

  /**
   * What a path may hold beside unreserved characters: pchar (RFC 3986 §3.3) and the slash, but not
   * the semicolon, with which servlet containers begin a path parameter and cut it off.
   */
  private static final String PATH = "!$&'()*+,=:@/";

  private PercentEncoding() {}

  /** All but unreserved characters encoded: fit for a query's value or one path segment. */
  public static String component(String text) {
    return encode(text, UNRESERVED);
  }

  /** A decoded path, with its slashes kept: {@code /a b/ü} becomes {@code /a%20b/%C3%BC}. */
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
   * A path or query as it stands in a request, brought to one form: unreserved characters decoded,
   * hex digits in upper case, what must not stand there encoded (RFC 3986 §6.2.2.1, §6.2.2.2).
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
   * The path of a request as {@link #path} would encode it: what need not be encoded in a path is
   * decoded as well, so that {@code /g%2B%2B} and {@code /g++} become the same. An encoded slash
   * stays encoded, as it separates no segments.
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

  /** The octet that is encoded at {@code at}, or −1. */
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
