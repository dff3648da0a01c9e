package org.spillway.client.helper;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The extensions that may call the helper. Browsers look at the manifest of the native messaging
 * host before they start it; the host looks once more, at the arguments that it is started with.
 *
 * @param chromium ids of 32 letters from a to p, for Chromium and Chrome
 * @param firefox ids as they stand in the extension's manifest, such as {@code name@example.org}
 */
public record ExtensionIds(List<String> chromium, List<String> firefox) {
  /** The ids of the extension that belongs to this program. */
  public static final ExtensionIds OURS =
      new ExtensionIds(
          List.of("nlhbijkfelkeefjjlimpifckafomncha"), List.of("extension@spillway.org"));

  private static final Pattern CHROMIUM = Pattern.compile("[a-p]{32}");
  private static final Pattern FIREFOX =
      Pattern.compile("[A-Za-z0-9._-]{0,80}@[A-Za-z0-9._-]{1,80}|\\{[0-9A-Fa-f-]{36}\\}");

  public ExtensionIds {
    chromium = List.copyOf(chromium);
    firefox = List.copyOf(firefox);
  }

  /**
   * Returns these ids and one more, of either kind of browser.
   *
   * @throws IllegalArgumentException if it is no id of an extension
   */
  public ExtensionIds with(String id) {
    if (CHROMIUM.matcher(id).matches()) {
      return new ExtensionIds(plus(chromium, id), firefox);
    }
    if (FIREFOX.matcher(id).matches()) {
      return new ExtensionIds(chromium, plus(firefox, id));
    }
    throw new IllegalArgumentException(
        "an extension's id is 32 letters from a to p in Chromium, and name@host or a UUID in"
            + " braces in Firefox, not "
            + id);
  }

  private static List<String> plus(List<String> ids, String id) {
    var more = new ArrayList<>(ids);
    more.add(id);
    return more.stream().distinct().toList();
  }

  /** Returns the origins as Chromium writes them: {@code chrome-extension://ID/}. */
  public List<String> chromiumOrigins() {
    return chromium.stream().map(id -> "chrome-extension://" + id + "/").toList();
  }

  /**
   * Returns whether a browser has started the host for one of these extensions.
   *
   * @param arguments the arguments of the program: Chromium gives the origin first, Firefox the
   *     path of the manifest and then the id
   */
  boolean allow(List<String> arguments) {
    if (arguments.isEmpty()) {
      return false;
    }
    boolean fromChromium = chromiumOrigins().contains(arguments.get(0));
    boolean fromFirefox =
        arguments.size() > 1
            && arguments.get(0).endsWith(NativeHost.NAME + ".json")
            && firefox.contains(arguments.get(1));
    return fromChromium || fromFirefox;
  }
}
