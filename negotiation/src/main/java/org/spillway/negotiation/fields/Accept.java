package org.spillway.negotiation.fields;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The field of RFC 9110 §12.5.1. What cannot be understood is as if it were not there.
 *
 * @param ranges media ranges, the most specific first
 */
public record Accept(List<Weighted> ranges) {

  public Accept {
    ranges = ranges.stream().sorted(Comparator.comparingInt(Accept::generality)).toList();
  }

  public static Accept parse(String field) {
    return new Accept(Weighted.parseList(field));
  }

  private static int generality(Weighted range) {
    if (range.name().equals("*/*")) {
      return 2;
    }
    // Each parameter narrows a range.
    return range.name().endsWith("/*") ? 1 : -range.parameters().size();
  }

  /** Whether the type is not acceptable, be it by its own name or by a wildcard. */
  public boolean refuses(String type) {
    return weightOf(type).orElse(1) == 0;
  }

  /**
   * How much a type is wanted that no wildcard stands for, because hardly anybody can use it.
   *
   * @return in thousandths; zero if it is not named, or the alternative is wanted more
   */
  public int preference(String type, String alternative) {
    int weight = named(type).orElse(0);
    return weight >= weightOf(alternative).orElse(0) ? weight : 0;
  }

  /** Whether one of our representations is wanted more than the other. */
  public boolean prefers(String type, String other) {
    return weightOf(type).orElse(0) > weightOf(other).orElse(0);
  }

  /** By the most specific range that covers the type. */
  private OptionalInt weightOf(String type) {
    return weight(type, false);
  }

  private OptionalInt named(String type) {
    return weight(type, true);
  }

  private OptionalInt weight(String text, boolean named) {
    var type = type(text);
    return ranges.stream()
        .filter(range -> covers(range, type) && (!named || generality(range) <= 0))
        .mapToInt(Weighted::weight)
        .findFirst();
  }

  /** Nearly all have no parameters, and need no parsing. */
  private static Weighted type(String text) {
    return text.indexOf(';') < 0
        ? new Weighted(text.toLowerCase(Locale.ROOT), Map.of(), 0)
        : Weighted.parse(text).orElseThrow();
  }

  /** A range with parameters covers only types that have them too. */
  private static boolean covers(Weighted range, Weighted type) {
    String family = type.name().substring(0, type.name().indexOf('/')) + "/*";
    boolean name =
        range.name().equals(type.name())
            || range.name().equals(family)
            || range.name().equals("*/*");
    return name && type.parameters().entrySet().containsAll(range.parameters().entrySet());
  }
}
