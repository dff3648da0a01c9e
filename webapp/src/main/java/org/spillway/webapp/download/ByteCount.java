package org.spillway.webapp.download;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers of bytes as curl does: {@code 1M} is 1,048,576. */
public final class ByteCount {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})([kmgt]?)(?:ib|b)?");
  private static final String UNITS = "kmgt";

  private ByteCount() {}

  /**
   * Reads a number with a unit or none.
   *
   * @param option the option, for the message
   * @throws IllegalArgumentException if it is none, or too large
   */
  public static long parse(String option, String text) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          option + ": must be a number of bytes such as 500000, 64K or 1M, was " + text);
    }
    int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(option + ": is too large, was " + text, e);
    }
  }
}
