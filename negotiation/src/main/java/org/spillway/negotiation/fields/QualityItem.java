package org.spillway.negotiation.fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An element of Accept or Accept-Encoding (RFC 9110 §12.4.2).
 *
 * @param name a content coding, or a media range without its parameters, in lower case
 * @param parameters the parameters of the media range, in lower case and without quotes; the weight
 *     is not one of them, wherever it stands (§12.5.1)
 * @param weight the quality value in thousandths, from 0 to 1000
 */
record QualityItem(String name, Map<String, String> parameters, int weight) {
  private static final int MOST = 1000;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern NAME = Pattern.compile(TOKEN + "(/" + TOKEN + ")?");
  private static final Pattern TOKENS = Pattern.compile(TOKEN);
  private static final Pattern QVALUE = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

  QualityItem {
    parameters = Map.copyOf(parameters);
  }

  /** Returns the elements that can be understood, in their order. */
  static List<QualityItem> parseList(String field) {
    var list = new ArrayList<QualityItem>();
    for (String element : split(field, ',')) {
      parse(element).ifPresent(list::add);
    }
    return list;
  }

  /**
   * Reads an element, and returns nothing if it is malformed; empty parameters are allowed (RFC
   * 9110 §5.6.6).
   */
  static Optional<QualityItem> parse(String element) {
    var parts = split(element, ';');
    var parameters = new HashMap<String, String>();
    for (String part : parts.subList(1, parts.size())) {
      if (!part.isEmpty() && !read(part, parameters)) {
        return Optional.empty();
      }
    }
    String qvalue = parameters.remove("q");
    int weight = qvalue == null ? MOST : thousandths(qvalue);
    return NAME.matcher(parts.get(0)).matches() && weight >= 0
        ? Optional.of(new QualityItem(lowerCase(parts.get(0)), parameters, weight))
        : Optional.empty();
  }

  /** Reads a parameter, and returns false if it is malformed or a repetition. */
  private static boolean read(String parameter, Map<String, String> parameters) {
    int equals = parameter.indexOf('=');
    String key = parameter.substring(0, Math.max(0, equals));
    String value = parameter.substring(equals + 1);
    boolean quoted = isQuoted(value);
    // A weight is never quoted; with its quotes it will be found to be none.
    String plain = quoted && !key.equalsIgnoreCase("q") ? unquoted(value) : value;
    return isToken(key)
        && (quoted || isToken(value))
        && parameters.put(lowerCase(key), lowerCase(plain)) == null;
  }

  private static boolean isToken(String text) {
    return TOKENS.matcher(text).matches();
  }

  /** Returns whether it is one quoted string (RFC 9110 §5.6.4), with nothing after it. */
  private static boolean isQuoted(String text) {
    if (!text.startsWith("\"")) {
      return false;
    }
    int end = 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return end == text.length() - 1;
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Returns a weight in thousandths; negative if the text is none. */
  private static int thousandths(String qvalue) {
    return QVALUE.matcher(qvalue).matches()
        ? (int) Math.round(Double.parseDouble(qvalue) * MOST)
        : -1;
  }

  /** Splits outside of quoted strings (RFC 9110 §5.6.4); takes white space off both ends. */
  static List<String> split(String text, char separator) {
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
        parts.add(trim(text.substring(start, i)));
        start = i + 1;
      }
    }
    parts.add(trim(text.substring(start)));
    return parts;
  }

  /** Removes optional white space, which is spaces and tabs (RFC 9110 §5.6.3). */
  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
