package org.spillway.negotiation;

/** Text as it stands in HTML and XML, within elements and within quoted attributes. */
final class Markup {
  private Markup() {}

  /** Neither HTML nor XML has a way to write a control character; it is shown as not shown. */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isCharacter(c) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  private static boolean isCharacter(char c) {
    return !Character.isISOControl(c) && c < '\uFFFE';
  }
}
