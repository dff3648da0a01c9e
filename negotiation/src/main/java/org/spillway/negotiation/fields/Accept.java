package org.spillway.negotiation.fields;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The Accept field (RFC 9110 §12.5.1). Elements that cannot be understood are ignored.
 *
 * @param ranges media ranges, the most specific first
 */
public record Accept(List<QualityItem> ranges) {

  public Accept {
    ranges = ranges.stream().sorted(Comparator.comparingInt(Accept::generality)).toList();
  }

  public static Accept parse(String field) {
    return new Accept(QualityItem.parseList(field));
  }

  private static int generality(QualityItem range) {
    if (range.name().equals("*/*")) {
      return 2;
    }
    // Each parameter narrows a range.
    return range.name().endsWith("/*") ? 1 : -range.parameters().size();
  }

  /** Returns whether the type is not acceptable, by its own name or by a wildcard. */
  public boolean refuses(String type) {
    return weightOf(type).orElse(1) == 0;
  }

  /**
   * Returns how much a type is wanted that only its own name asks for: no wildcard stands for it,
   * because hardly any client can use it.
   *
   * @return in thousandths; zero if it is not named, or the alternative is wanted more
   */
  public int preference(String type, String alternative) {
    int weight = named(type).orElse(0);
    return weight >= weightOf(alternative).orElse(0) ? weight : 0;
  }

  /** Returns whether one of our representations is wanted more than the other. */
  public boolean prefers(String type, String other) {
    return weightOf(type).orElse(0) > weightOf(other).orElse(0);
  }

  /** Returns the weight of the most specific range that covers the type. */
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
        .mapToInt(QualityItem::weight)
        .findFirst();
  }

  /** Reads a media type. Nearly all have no parameters, and need no parsing. */
  private static QualityItem type(String text) {
    return text.indexOf(';') < 0
        ? new QualityItem(text.toLowerCase(Locale.ROOT), Map.of(), 0)
        : QualityItem.parse(text).orElseThrow();
  }

  /**
   * Returns whether a range covers a type. A range with parameters covers only types that have
   * them, too.
   */
  private static boolean covers(QualityItem range, QualityItem type) {
    String family = type.name().substring(0, type.name().indexOf('/')) + "/*";
    boolean name =
        range.name().equals(type.name())
            || range.name().equals(family)
            || range.name().equals("*/*");
    return name && type.parameters().entrySet().containsAll(range.parameters().entrySet());
  }
}
