package org.spillway.negotiation;

import org.spillway.torrent.PercentEncoding;

/** The field of RFC 6266. */
final class ContentDisposition {
  private ContentDisposition() {}

  /** The name twice: in ASCII for old clients, and whole (RFC 8187). */
  static String attachment(String filename) {
    return "attachment; filename=\""
        + ascii(filename)
        + "\"; filename*=UTF-8''"
        + PercentEncoding.component(filename);
  }

  /** Without what clients read differently: quotes, escapes and percent signs (RFC 6266 App. D). */
  private static String ascii(String filename) {
    var ascii = new StringBuilder(filename.length());
    filename
        .codePoints()
        .map(c -> c < ' ' || c > '~' || "\"\\%/".indexOf(c) >= 0 ? '_' : c)
        .forEach(ascii::appendCodePoint);
    return ascii.toString();
  }
}
