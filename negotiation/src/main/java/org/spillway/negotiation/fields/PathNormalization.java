package org.spillway.negotiation.fields;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Converts a path to the one spelling that servers and containers agree on. Empty segments are part
 * of a path (RFC 3986 §3.3), but no file's name is empty, and everybody who joins a URL with a
 * slash at its end and a path makes one by mistake: they are left out, as file systems do. Dot
 * segments are followed, encoded or not (§6.2.2). A semicolon is part of a name, which containers
 * take for the beginning of a parameter: it is encoded.
 */
public final class PathNormalization {
  private static final String ENCODED_DOT = "%2e";

  private PathNormalization() {}

  /**
   * Returns whether {@link #normalize} would change nothing, which is so for nearly all paths.
   *
   * @param raw as it was sent, with a leading slash
   */
  public static boolean isNormal(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == ';' || (c == '/' && isOddAfterSlash(raw, i + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOddAfterSlash(String raw, int at) {
    return at < raw.length()
        && (raw.charAt(at) == '/'
            || raw.charAt(at) == '.'
            || raw.regionMatches(true, at, ENCODED_DOT, 0, ENCODED_DOT.length()));
  }

  /**
   * Returns the path in that spelling, still encoded.
   *
   * @param raw as it was sent, with a leading slash
   * @return absent if it leads out of the root
   */
  public static Optional<String> normalize(String raw) {
    Deque<String> kept = new ArrayDeque<>();
    String dots = "";
    for (String segment : raw.substring(1).replace(";", "%3B").split("/", -1)) {
      dots = dotsOf(segment);
      if (dots.equals("..")) {
        if (kept.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!dots.equals(".")) {
        kept.addLast(segment);
      }
    }
    kept.removeIf(String::isEmpty);
    boolean isFolder = dots.isEmpty() || dots.equals(".") || dots.equals("..");
    return Optional.of("/" + String.join("/", kept) + (isFolder && !kept.isEmpty() ? "/" : ""));
  }

  /** Returns a segment that consists of dots decoded, and any other one as it is. */
  private static String dotsOf(String segment) {
    return segment.length() > 6 || segment.indexOf('%') < 0
        ? segment
        : segment.toLowerCase(Locale.ROOT).replace(ENCODED_DOT, ".");
  }

  /**
   * Decodes percent-encoded UTF-8.
   *
   * @return absent if it is none, or not all else is ASCII
   */
  public static Optional<String> decoded(String path) {
    var bytes = ByteBuffer.allocate(path.length());
    for (int i = 0; i < path.length(); i++) {
      boolean isEncoded = path.charAt(i) == '%';
      int octet = isEncoded ? octet(path, i + 1) : path.charAt(i);
      if (octet < 0 || (!isEncoded && octet > '~')) {
        return Optional.empty();
      }
      bytes.put((byte) octet);
      i += isEncoded ? 2 : 0;
    }
    return text(bytes.flip());
  }

  private static int octet(String path, int at) {
    int high = at + 1 < path.length() ? Character.digit(path.charAt(at), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(path.charAt(at + 1), 16);
    return low < 0 ? -1 : high * 16 + low;
  }

  private static Optional<String> text(ByteBuffer utf8) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
