package org.spillway.catalog.source;

/** Translates one glob into a regular expression. */
final class GlobSyntax {
  private final String text;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  GlobSyntax(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if it is no glob; says why
   */
  String toRegex() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '*' -> stars();
        case '?' -> regex.append("[^/]");
        case '[' -> bracket();
        case '{' -> openGroup();
        case '}' -> closeGroup();
        case ',' -> regex.append(inGroup ? '|' : ',');
        case '\\' -> literal(next("ends with a backslash"));
        default -> literal(c);
      }
    }
    if (inGroup) {
      throw new IllegalArgumentException("has a { without }");
    }
    return regex.toString();
  }

  private char next(String complaint) {
    if (at == text.length()) {
      throw new IllegalArgumentException(complaint);
    }
    return text.charAt(at++);
  }

  private void literal(char c) {
    if (!Character.isLetterOrDigit(c) && !Character.isSurrogate(c)) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private void stars() {
    boolean startsName = at == 1 || "/{,".indexOf(text.charAt(at - 2)) >= 0;
    if (!text.startsWith("*", at)) {
      regex.append("[^/]*");
    } else if (startsName && text.startsWith("*/", at)) {
      at += 2;
      regex.append("(?:.*/)?");
    } else {
      at++;
      regex.append(".*");
    }
  }

  private void bracket() {
    regex.append("[[^/]&&[");
    if (text.startsWith("!", at)) {
      regex.append('^');
      at++;
    }
    int first = at;
    for (char c = inBracket(); c != ']'; c = inBracket()) {
      if (c == '-' && at > first + 1 && !text.startsWith("]", at)) {
        regex.append('-');
      } else {
        literal(c);
      }
    }
    if (at == first + 1) {
      throw new IllegalArgumentException("has an empty [ ]");
    }
    regex.append("]]");
  }

  private char inBracket() {
    char c = next("has a [ without ]");
    if (c == '/') {
      throw new IllegalArgumentException("has a / within [ ]");
    }
    return c;
  }

  private void openGroup() {
    if (inGroup) {
      throw new IllegalArgumentException("has a { within another");
    }
    inGroup = true;
    regex.append("(?:");
  }

  private void closeGroup() {
    regex.append(inGroup ? ")" : "\\}");
    inGroup = false;
  }
}
