package org.spillway.webapp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits lists that are written as one text, with commas between their items. */
final class CommaList {
  private static final Pattern ITEM = Pattern.compile("(?:\\\\.|[^,])+", Pattern.DOTALL);
  private static final Pattern ESCAPED = Pattern.compile("\\\\([,\\\\])");

  /** A glob. Commas within braces are part of it, as is any character behind a backslash. */
  private static final Pattern GLOB =
      Pattern.compile("(?:\\\\.|\\{[^}]*\\}?|[^,])+", Pattern.DOTALL);

  private CommaList() {}

  /** Returns the items. A comma or backslash behind a backslash is part of its item. */
  static List<String> split(String text) {
    return items(ITEM, text).stream().map(item -> ESCAPED.matcher(item).replaceAll("$1")).toList();
  }

  /** Returns the globs. Backslashes stay, because they have the same meaning in a glob. */
  static List<String> splitGlobs(String text) {
    return items(GLOB, text);
  }

  private static List<String> items(Pattern pattern, String text) {
    List<String> items = new ArrayList<>();
    for (var matcher = pattern.matcher(text); matcher.find(); ) {
      String item = matcher.group().strip();
      if (!item.isEmpty()) {
        items.add(item);
      }
    }
    return items;
  }
}
