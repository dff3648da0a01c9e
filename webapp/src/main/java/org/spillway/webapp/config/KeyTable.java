package org.spillway.webapp.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds keys by their names. Immutable. */
public final class KeyTable {
  private final List<Key<?>> keys;
  private final Map<String, Key<?>> byName = new LinkedHashMap<>();
  private final Set<String> sections = new LinkedHashSet<>();

  KeyTable(List<Key<?>> keys) {
    this.keys = bySection(keys);
    this.keys.forEach(key -> byName.put(key.toString(), key));
    byName.keySet().forEach(this::addSections);
  }

  private static List<Key<?>> bySection(List<Key<?>> keys) {
    Map<String, List<Key<?>>> sections = new LinkedHashMap<>();
    for (Key<?> key : keys) {
      sections.computeIfAbsent(section(key), section -> new ArrayList<>()).add(key);
    }
    return sections.values().stream().flatMap(List::stream).toList();
  }

  /** Returns the part of the name before the first dot, or an empty text if there is no dot. */
  static String section(Key<?> key) {
    return key.toString().contains(".") ? key.toString().replaceFirst("\\..*", "") : "";
  }

  private void addSections(String name) {
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      sections.add(name.substring(0, dot));
    }
  }

  /** Returns all keys. Those of one section stand together. */
  List<Key<?>> keys() {
    return keys;
  }

  Optional<Key<?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns whether keys begin with this name and a dot. */
  boolean isSection(String name) {
    return sections.contains(name);
  }

  /** Returns the problem with a name that is no key, with the key that was probably meant. */
  String unknown(String name) {
    return "there is no such key"
        + NearMiss.of(name, byName.keySet())
            .map(known -> "; did you mean " + known + "?")
            .orElse("");
  }
}
