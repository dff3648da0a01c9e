package org.spillway.negotiation;

/** Text as it stands in HTML and XML, within elements and within quoted attributes. */
final class Markup {
  private Markup() {}

  /**
   * What neither HTML nor XML 1.0 has a way to write (§2.2: most control characters, halves of
   * surrogate pairs) is shown as not shown.
   */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int c) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      // As they are, parsers make them spaces in attributes, and line feeds elsewhere.
      case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
      default -> escaped.appendCodePoint(isCharacter(c) ? c : '\uFFFD');
    }
  }

  private static boolean isCharacter(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !Character.isISOControl(c) && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }
}
