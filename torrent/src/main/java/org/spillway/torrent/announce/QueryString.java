package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a raw query string. Infohashes are bytes, not text, so values are decoded here
 * and not by a servlet container, which would read them as UTF-8. Keys are taken as they stand.
 */
final class QueryString {
  private final List<Parameter> parameters = new ArrayList<>();

  private record Parameter(String key, String value) {}

  QueryString(String raw) {
    int start = 0;
    while (start < raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      int equals = raw.indexOf('=', start);
      if (equals >= 0 && equals < end) {
        parameters.add(new Parameter(raw.substring(start, equals), raw.substring(equals + 1, end)));
      }
      start = end + 1;
    }
  }

  /** The first value of a key, still encoded. */
  private Optional<String> raw(String key) {
    for (Parameter parameter : parameters) {
      if (parameter.key.equals(key)) {
        return Optional.of(parameter.value);
      }
    }
    return Optional.empty();
  }

  /** Every value of a key that may be repeated. */
  List<byte[]> all(String key, int length) throws MalformedAnnounceException {
    List<byte[]> values = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.key.equals(key)) {
        values.add(exactly(length, key, parameter.value));
      }
    }
    return values;
  }

  byte[] bytes(String key, int length) throws MalformedAnnounceException {
    return exactly(length, key, required(key));
  }

  private String required(String key) throws MalformedAnnounceException {
    return raw(key).orElseThrow(() -> new MalformedAnnounceException(key, "missing"));
  }

  /** The first value of a key; as it stands if it cannot be decoded. */
  Optional<String> text(String key) {
    return raw(key).map(value -> decodedOrRaw(key, value));
  }

  private static String decodedOrRaw(String key, String value) {
    try {
      return new String(decode(key, value), UTF_8);
    } catch (MalformedAnnounceException e) {
      return value;
    }
  }

  long number(String key) throws MalformedAnnounceException {
    return parse(key, required(key));
  }

  /**
   * A number that a tracker can do without, because real clients send {@code NaN} and {@code 50.0}.
   *
   * @param otherwise what counts where there is no number
   */
  long number(String key, long otherwise) {
    String value = raw(key).orElse("");
    int point = value.indexOf('.');
    try {
      return value.isEmpty()
          ? otherwise
          : parse(key, point < 0 ? value : value.substring(0, point));
    } catch (MalformedAnnounceException e) {
      return otherwise;
    }
  }

  /** What is above 63 bits, as some clients send it for "unknown", becomes negative. */
  private static long parse(String key, String digits) throws MalformedAnnounceException {
    try {
      return digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedAnnounceException(key, "not a number of at most 64 bits", e);
    }
  }

  private static byte[] exactly(int length, String key, String raw)
      throws MalformedAnnounceException {
    byte[] bytes = decode(key, raw);
    if (bytes.length != length) {
      throw new MalformedAnnounceException(key, "%d bytes, not %d".formatted(length, bytes.length));
    }
    return bytes;
  }

  private static byte[] decode(String key, String raw) throws MalformedAnnounceException {
    byte[] bytes = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes[length++] = escaped(key, raw, i);
        i += 2;
      } else if (c < 0x80) {
        // Who sends a bare plus has encoded a form, where it stands for a space.
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      } else {
        throw new MalformedAnnounceException(key, "a character that is not ASCII");
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  private static byte escaped(String key, String raw, int percent)
      throws MalformedAnnounceException {
    if (percent + 2 >= raw.length()
        || !HexFormat.isHexDigit(raw.charAt(percent + 1))
        || !HexFormat.isHexDigit(raw.charAt(percent + 2))) {
      throw new MalformedAnnounceException(key, "a % without two hex digits");
    }
    return (byte) HexFormat.fromHexDigits(raw, percent + 1, percent + 3);
  }
}
