package org.spillway.negotiation.fields;

import java.util.function.Predicate;

/** Lists of entity tags, as If-Match and its kin carry them (RFC 9110 §8.8.3). */
public final class EntityTags {
  private EntityTags() {}

  /**
   * Returns whether a list has a tag, by weak comparison (RFC 9110 §8.8.3.2). Elements that are no
   * entity tags match nothing.
   *
   * @param list the value of a field, or {@code *} for any tag
   * @param etag a strong or weak tag, in quotes; empty for none, which matches no tag
   */
  public static boolean matchWeakly(String list, String etag) {
    String opaque = opaque(etag);
    return match(list, tag -> !opaque.isEmpty() && opaque(tag).equals(opaque));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  /**
   * Returns whether a list has a tag of the representation, by strong comparison: weak tags match
   * nothing.
   *
   * @param isTag whether a tag is one of the representation's
   */
  public static boolean matchStrongly(String list, Predicate<String> isTag) {
    return match(list, isTag);
  }

  private static boolean match(String list, Predicate<String> matches) {
    if (list.strip().equals("*")) {
      return true;
    }
    int at = 0;
    while (at < list.length()) {
      int end = endOfElement(list, at);
      if (matches.test(list.substring(at, end).strip())) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  /**
   * Returns the position of the next comma outside of quotes: a tag may hold commas, and has no
   * escapes.
   */
  private static int endOfElement(String list, int start) {
    boolean quoted = false;
    for (int i = start; i < list.length(); i++) {
      if (list.charAt(i) == '"') {
        quoted = !quoted;
      } else if (list.charAt(i) == ',' && !quoted) {
        return i;
      }
    }
    return list.length();
  }
}
