package org.spillway.webapp.manual;

import java.util.Locale;

/** Writes the text of a manual page (man(7)). For use by one thread. */
final class Roff {
  private final StringBuilder page = new StringBuilder();

  /** Begins a page of section 1. */
  void title(String name, String source) {
    request("TH", quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted(source));
    // Options must not be torn apart, and no word is to be filled up with space.
    page.append(".nh\n.ad l\n");
  }

  void section(String name) {
    request("SH", quoted(name));
  }

  /** Adds a paragraph of plain text. */
  void paragraph(String text) {
    page.append(".PP\n");
    line(escaped(text));
  }

  /**
   * Adds an item with a hanging text.
   *
   * @param tag text with markup, see {@link #bold} and {@link #italic}
   */
  void item(String tag, String text) {
    page.append(".TP\n");
    line(tag);
    line(escaped(text));
  }

  /** Adds a line of text with markup. */
  void line(String marked) {
    for (String line : marked.split("\n", -1)) {
      // A line that begins with a dot or an apostrophe would be a request.
      page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "").append(line);
      page.append('\n');
    }
  }

  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /** Returns plain text with markup in which every character stands for itself. */
  static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\n.", "\n\\&.");
  }

  private static String quoted(String text) {
    return '"' + escaped(text).replace("\"", "\\(dq") + '"';
  }

  private void request(String name, String arguments) {
    page.append('.').append(name).append(' ').append(arguments).append('\n');
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
