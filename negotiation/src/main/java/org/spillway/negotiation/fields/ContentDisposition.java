package org.spillway.negotiation.fields;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.spillway.torrent.PercentEncoding;

/** Makes the values of Content-Disposition (RFC 6266). */
public final class ContentDisposition {
  /** Bytes of the longest name that file systems take. */
  private static final int LONGEST_NAME = 255;

  private ContentDisposition() {}

  /**
   * Returns the name under which a description of a file is saved: that of the file with an ending.
   * A name that file systems would not take is cut before the ending.
   *
   * @param ending in ASCII, such as {@code .torrent}
   */
  public static String describing(String filename, String ending) {
    return cut(filename, LONGEST_NAME - ending.length()) + ending;
  }

  /** Returns the beginning of a text, of at most so many bytes in UTF-8. */
  private static String cut(String text, int most) {
    int end = text.length();
    while (text.substring(0, end).getBytes(UTF_8).length > most) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }

  /**
   * Returns the name twice: in ASCII for old clients, and whole (RFC 8187). Characters that cannot
   * be seen are replaced in both, because the name is shown to a person who is to trust it.
   */
  public static String attachment(String filename) {
    return "attachment; filename=\""
        + ascii(filename)
        + "\"; filename*=UTF-8''"
        + PercentEncoding.component(visible(filename));
  }

  private static String visible(String filename) {
    var visible = new StringBuilder(filename.length());
    filename
        .codePoints()
        .map(c -> HiddenCharacters.contains(c) ? '_' : c)
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  /**
   * Replaces what clients read differently: quotes, escapes and percent signs (RFC 6266 App. D).
   */
  private static String ascii(String filename) {
    var ascii = new StringBuilder(filename.length());
    filename
        .codePoints()
        .map(c -> c < ' ' || c > '~' || "\"\\%/".indexOf(c) >= 0 ? '_' : c)
        .forEach(ascii::appendCodePoint);
    return ascii.toString();
  }
}
