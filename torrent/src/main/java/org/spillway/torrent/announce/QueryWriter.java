package org.spillway.torrent.announce;

import java.util.HexFormat;

/** Writes a query string; percent-encodes all bytes but the unreserved ones of RFC 3986. */
final class QueryWriter {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final StringBuilder out = new StringBuilder();

  QueryWriter put(String key, byte[] value) {
    key(key);
    for (byte b : value) {
      if (isUnreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%');
        HEX.toHexDigits(out, b);
      }
    }
    return this;
  }

  /**
   * Writes a parameter.
   *
   * @param value a value that needs no encoding
   */
  QueryWriter put(String key, String value) {
    key(key).out.append(value);
    return this;
  }

  QueryWriter put(String key, long value) {
    key(key).out.append(value);
    return this;
  }

  private QueryWriter key(String key) {
    out.append(out.length() == 0 ? "" : "&").append(key).append('=');
    return this;
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
