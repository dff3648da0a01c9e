package org.spillway.catalog;

import java.util.List;
import java.util.regex.Pattern;
import org.spillway.torrent.PercentEncoding;

/**
 * Another place of the content's root, or of one file of it, run by somebody else (RFC 6249 §3).
 *
 * @param url without a final slash
 * @param priority the priority, from 1, the best, to {@value #LOWEST_PRIORITY}
 * @param location the country: two letters of ISO 3166-1 in lower case, or empty
 */
public record Mirror(String url, int priority, String location) {
  /** The priority where none is given (RFC 6249 §3.1, RFC 5854 §4.2.16.1). */
  public static final int LOWEST_PRIORITY = 999_999;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
  private static final Pattern COUNTRY = Pattern.compile("([a-z]{2})?");

  public Mirror {
    BaseUrl.require("url", url);
    if (priority < 1 || priority > LOWEST_PRIORITY) {
      throw wrong("priority must be 1 to " + LOWEST_PRIORITY, priority, url);
    }
    if (!COUNTRY.matcher(location).matches()) {
      throw wrong("location must be a country's two letters in lower case", location, url);
    }
    url = BaseUrl.withoutFinalSlash(url);
  }

  public static Mirror of(String url) {
    return new Mirror(url, LOWEST_PRIORITY, "");
  }

  /**
   * Reads a mirror in the form of the configuration: {@code https://mirror.example.net/pub pri=2
   * geo=de}.
   *
   * @throws IllegalArgumentException if it is not of that form; names the item
   */
  public static Mirror parse(String item) {
    var words = List.of(item.strip().split("[ \t]+", -1));
    var mirror = of(words.get(0));
    for (String attribute : words.subList(1, words.size())) {
      mirror = mirror.with(attribute, item);
    }
    return mirror;
  }

  private Mirror with(String attribute, String item) {
    int equals = attribute.indexOf('=') + 1;
    String value = attribute.substring(equals);
    return switch (attribute.substring(0, equals)) {
      case "pri=" -> new Mirror(url, priority(value, item), location);
      case "geo=" -> new Mirror(url, priority, country(value, item));
      default -> throw wrong("must be a URL, then pri= and geo= at most", attribute, item);
    };
  }

  private static int priority(String value, String item) {
    if (!NUMBER.matcher(value).matches()) {
      throw wrong("pri= must be 1 to " + LOWEST_PRIORITY, value, item);
    }
    return Integer.parseInt(value);
  }

  private static String country(String value, String item) {
    if (value.isEmpty()) {
      throw wrong("geo= must be a country's two letters in lower case", value, item);
    }
    return value;
  }

  private static IllegalArgumentException wrong(String expected, Object value, String item) {
    return new IllegalArgumentException(expected + ", was '" + value + "' in '" + item + "'");
  }

  /** Returns the mirror of one file. */
  Mirror file(String path) {
    return new Mirror(url + PercentEncoding.path(path), priority, location);
  }
}
