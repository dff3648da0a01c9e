package org.spillway.catalog.source;

/**
 * The order of names in a folder: that of their code points, which is also that of their bytes in
 * UTF-8, as S3's clients expect it. {@link String#compareTo} differs from it: characters beyond
 * U+FFFF come before U+E000 there.
 */
public final class NameOrder {
  private static final char FIRST_ABOVE_SURROGATES = Character.MAX_SURROGATE + 1;

  private NameOrder() {}

  /** Compares as {@link java.util.Comparator#compare} does. */
  public static int compare(String a, String b) {
    int end = Math.min(a.length(), b.length());
    for (int i = 0; i < end; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return rank(a.charAt(i)) - rank(b.charAt(i));
      }
    }
    return a.length() - b.length();
  }

  /** Returns the rank of the code unit at which two texts begin to differ. */
  public static int rank(char c) {
    if (c < Character.MIN_SURROGATE) {
      return c;
    }
    return c < FIRST_ABOVE_SURROGATES ? c + 0x2000 : c - 0x800;
  }
}
