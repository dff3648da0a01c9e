package org.spillway.dns.tsig;

import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A setting of the form {@code ADDRESS}, {@code key:NAME} or {@code ADDRESS+key:NAME}.
 *
 * @param address the address; "" if there is none
 * @param key the name of the key; the root if there is none, because no key has that name
 */
public record KeyedText(String address, Name key) {
  private static final String KEY = "key:";

  /**
   * Splits a text.
   *
   * @throws IllegalArgumentException if the name of the key is not a domain name
   */
  public static KeyedText parse(String text) {
    if (text.startsWith(KEY)) {
      return new KeyedText("", key(text));
    }
    int plus = text.indexOf("+" + KEY);
    return plus < 0
        ? new KeyedText(text, Name.root)
        : new KeyedText(text.substring(0, plus), key(text.substring(plus + 1)));
  }

  private static Name key(String text) {
    try {
      var name = text.substring(KEY.length()).toLowerCase(Locale.ROOT);
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("the key must be key:NAME, was " + text, e);
    }
  }

  public boolean hasKey() {
    return !key.equals(Name.root);
  }
}
