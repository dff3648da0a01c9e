package org.spillway.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An element of Accept or Accept-Encoding (RFC 9110 §12.4.2).
 *
 * @param name in lower case: a content coding, or a media range without its parameters
 * @param parameters whether the media range has parameters
 * @param weight the quality value in thousandths, from 0 to 1000
 */
record Weighted(String name, boolean parameters, int weight) {
  private static final Pattern QVALUE = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

  /** The elements that can be understood, in their order. */
  static List<Weighted> parseList(String field) {
    var list = new ArrayList<Weighted>();
    for (String element : split(field, ',')) {
      parse(element).ifPresent(list::add);
    }
    return list;
  }

  private static Optional<Weighted> parse(String element) {
    var parts = split(element, ';');
    boolean parameters = false;
    for (String part : parts.subList(1, parts.size())) {
      if (part.regionMatches(true, 0, "q=", 0, 2)) {
        return of(parts.get(0), parameters, part.substring(2));
      }
      parameters |= !part.isEmpty();
    }
    return of(parts.get(0), parameters, 1000);
  }

  private static Optional<Weighted> of(String name, boolean parameters, String qvalue) {
    return QVALUE.matcher(qvalue).matches()
        ? of(name, parameters, (int) Math.round(Double.parseDouble(qvalue) * 1000))
        : Optional.empty();
  }

  private static Optional<Weighted> of(String name, boolean parameters, int weight) {
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Weighted(name.toLowerCase(Locale.ROOT), parameters, weight));
  }

  /** Splits outside of quoted strings (RFC 9110 §5.6.4); takes white space off both ends. */
  private static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }
}
