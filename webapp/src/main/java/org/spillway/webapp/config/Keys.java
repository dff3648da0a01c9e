package org.spillway.webapp.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The table of all keys. */
public final class Keys {
  /** In the order in which they are printed: those of one section together. */
  public static final List<Key<?>> ALL =
      bySection(
          Stream.of(
                  SiteConfig.KEYS,
                  CatalogConfig.KEYS,
                  HttpConfig.KEYS,
                  NegotiationConfig.KEYS,
                  UploadConfig.KEYS,
                  SeederConfig.KEYS,
                  TrackerConfig.KEYS,
                  DnsConfig.KEYS)
              .flatMap(List::stream)
              .toList());

  private static final Map<String, Key<?>> BY_NAME = byName();
  private static final Set<String> SECTIONS = sections();

  private Keys() {}

  private static List<Key<?>> bySection(List<Key<?>> keys) {
    Map<String, List<Key<?>>> sections = new LinkedHashMap<>();
    for (Key<?> key : keys) {
      sections.computeIfAbsent(section(key), section -> new ArrayList<>()).add(key);
    }
    return sections.values().stream().flatMap(List::stream).toList();
  }

  /** The part of the name before the first dot; empty if there is no dot. */
  static String section(Key<?> key) {
    return key.toString().contains(".") ? key.toString().replaceFirst("\\..*", "") : "";
  }

  private static Map<String, Key<?>> byName() {
    Map<String, Key<?>> keys = new LinkedHashMap<>();
    ALL.forEach(key -> keys.put(key.toString(), key));
    return keys;
  }

  private static Set<String> sections() {
    Set<String> sections = new LinkedHashSet<>();
    for (String name : BY_NAME.keySet()) {
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
        sections.add(name.substring(0, dot));
      }
    }
    return sections;
  }

  public static Optional<Key<?>> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Whether keys begin with this name and a dot. */
  static boolean isSection(String name) {
    return SECTIONS.contains(name);
  }

  /** What to say of a name that is no key. */
  public static String unknown(String name) {
    return "there is no such key"
        + NearMiss.of(name, BY_NAME.keySet())
            .map(known -> "; did you mean " + known + "?")
            .orElse("");
  }
}
