package org.spillway.negotiation.documents;

import org.spillway.negotiation.fields.HiddenCharacters;

/** Writes text as XML 1.0. */
public final class Xml {
  private Xml() {}

  /**
   * Escapes text for content and for attributes in double quotes. Characters that XML 1.0 cannot
   * hold (§2.2: most control characters, halves of surrogate pairs) become underscores.
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
      // Unescaped, parsers turn them into spaces in attributes and into line feeds elsewhere.
      case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
      default -> appendOther(escaped, c);
    }
  }

  /** Characters that cannot be seen are written as references, which mean the same to parsers. */
  private static void appendOther(StringBuilder escaped, int c) {
    if (!isCharacter(c)) {
      escaped.append('_');
    } else if (HiddenCharacters.contains(c)) {
      escaped.append("&#").append(c).append(';');
    } else {
      escaped.appendCodePoint(c);
    }
  }

  /** Returns whether it is a {@code Char} of XML 1.0 §2.2. */
  private static boolean isCharacter(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return c >= ' ' && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }
}
