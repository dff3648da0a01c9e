package org.spillway.webapp.terminal;

/**
 * Measures texts as a terminal shows them: Chinese, Japanese and Korean characters and emoji take
 * two columns (Unicode Standard Annex #11), combining marks take none.
 */
public final class TextWidth {
  /** The first and last characters of the ranges of wide characters, in order. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x231a, 0x231b, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf,
    0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6,
    0x16fe0, 0x18dff, 0x1aff0, 0x1b2ff, 0x1f000, 0x1faff, 0x20000, 0x3fffd
  };

  private TextWidth() {}

  /** Returns how many columns the text takes. */
  public static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int range = 0; range < WIDE.length; range += 2) {
      if (c >= WIDE[range] && c <= WIDE[range + 1]) {
        return 2;
      }
    }
    return 1;
  }

  /** Returns the beginning of the text that fits into so many columns. */
  public static String cut(String text, int columns) {
    int end = 0;
    int width = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      width += of(c);
      if (width > columns) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  /** Returns the text with a question mark for each character that could command a terminal. */
  public static String printable(String text) {
    var shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(isPrintable(c) ? c : '?'));
    return shown.toString();
  }

  /** Returns the same for a text of several lines, which may be indented by tabs. */
  public static String printableLines(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> shown.appendCodePoint(c == '\n' || c == '\t' || isPrintable(c) ? c : '?'));
    return shown.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
