package org.spillway.webapp.config;

/** Writes values for messages: on one line, not too long, and harmless to a terminal. */
final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  /** Returns the text in quotes, or without them if it is a number. */
  static String of(String text) {
    String shown = plain(text);
    boolean isNumber = shown.matches("-?[0-9][\\w.]*");
    return isNumber ? shown : "'" + shown + "'";
  }

  /** Returns the text without quotes. */
  static String plain(String text) {
    var shown = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
    return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          shown.append("\\u%04x".formatted(c));
      default -> shown.appendCodePoint(c);
    }
  }
}
