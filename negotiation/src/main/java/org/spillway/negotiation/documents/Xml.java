package org.spillway.negotiation.documents;

/** Text as XML 1.0 carries it. */
public final class Xml {
  private Xml() {}

  /**
   * Fit for content and for attributes in double quotes. What no XML 1.0 document can hold (§2.2:
   * most control characters, halves of surrogate pairs) becomes an underscore.
   */
  public static String escape(String text) {
    var escaped = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int c) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&apos;");
      // As they are, parsers make them spaces in attributes and line feeds elsewhere.
      case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
      default -> escaped.appendCodePoint(isCharacter(c) ? c : '_');
    }
  }

  /** {@code Char} of XML 1.0 §2.2. */
  private static boolean isCharacter(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return c >= ' ' && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }
}
