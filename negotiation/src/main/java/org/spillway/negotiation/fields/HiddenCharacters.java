package org.spillway.negotiation.fields;

/**
 * Tells the characters that nobody sees, but that change what is seen around them: U+202E lets
 * {@code gpj.exe} look like {@code exe.jpg}. Names may hold them, and whoever shows a name to a
 * person must show them, too.
 */
public final class HiddenCharacters {
  /**
   * The first and last characters of ranges, in order: control characters; the soft hyphen; marks,
   * embeddings, overrides and isolates of the bidirectional algorithm (Unicode Standard Annex #9);
   * separators of lines and paragraphs; spaces and operators without width; annotations, notation
   * and tags. The joiners U+200C and U+200D are not among them, because Persian and emoji need
   * them.
   */
  private static final int[] RANGES = {
    0x0, 0x1f, 0x7f, 0x9f, 0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x180e, 0x180e, 0x200b, 0x200b,
    0x200e, 0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0xfeff, 0xfeff, 0xfff9, 0xfffb, 0x1d173,
    0x1d17a, 0xe0000, 0xe007f
  };

  private HiddenCharacters() {}

  /**
   * @param c a code point
   */
  public static boolean contains(int c) {
    for (int range = 0; range < RANGES.length && c >= RANGES[range]; range += 2) {
      if (c <= RANGES[range + 1]) {
        return true;
      }
    }
    return false;
  }

  /** Returns the usual name of a code point, such as {@code U+202E}. */
  public static String name(int c) {
    return "U+%04X".formatted(c);
  }
}
