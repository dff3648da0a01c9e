package org.spillway.webapp.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of all keys, collected from the weakest source to the strongest: a YAML file, the
 * environment, then the command line or context parameters. Each value is read when it is set. One
 * that cannot be read is kept as a mistake and told by {@link Config#of}, even if a stronger source
 * has another value.
 */
public final class Values {

  /** A value, or an item of a list. */
  record Item(String text, Place place) {}

  /**
   * A value with its place.
   *
   * @param value the value; null if an item is wrong
   */
  record Setting<T>(Place place, List<Item> items, @Nullable T value) {}

  private final Map<Key<?>, Setting<?>> settings = new LinkedHashMap<>();
  private final Mistakes mistakes = new Mistakes();
  private final List<String> warnings = new ArrayList<>();

  /** Sets a value in a program. */
  public Values set(Key<?> key, String text) {
    return set(key, text, Place.of(key));
  }

  /**
   * Sets a value that is written as one text. A list has commas between its items, and a backslash
   * before each comma that belongs to one. An empty text for a key without a default means that it
   * is not set.
   */
  public Values set(Key<?> key, String text, Place place) {
    String stripped = text.strip();
    if (stripped.isEmpty() && !key.hasDefault()) {
      settings.remove(key);
    } else {
      set(key, items(key.kind().split(stripped), place), place);
    }
    return this;
  }

  private static List<Item> items(List<String> texts, Place place) {
    return texts.stream().map(text -> new Item(text, place)).toList();
  }

  /**
   * Sets a value that is given several times. For a list, all items count; for any other value that
   * is a mistake.
   *
   * @param texts the values, each in the form of {@link #set(Key, String, Place)}
   */
  public Values setAll(Key<?> key, List<String> texts, Place place) {
    if (texts.size() > 1 && !key.isList()) {
      var shown = key.isSecret() ? "" : " (" + String.join(" and ", quoted(texts)) + ")";
      wrong(key, place, "is given " + texts.size() + " times" + shown + "; give it once");
    } else if (texts.size() == 1) {
      set(key, texts.get(0), place);
    } else {
      var all = texts.stream().flatMap(text -> key.kind().split(text.strip()).stream()).toList();
      set(key, items(all, place), place);
    }
    return this;
  }

  private static List<String> quoted(List<String> texts) {
    return texts.stream().map(Quoted::of).toList();
  }

  /** Sets a value as YAML has it: the items of a list are taken as they are. */
  <T> void set(Key<T> key, List<Item> items, Place place) {
    var texts = items.stream().map(Item::text).toList();
    var value =
        key.kind()
            .parse(
                texts,
                (item, problem) -> mistakes.add(items.get(item).place(), told(key, problem)));
    settings.put(key, new Setting<>(place, items, value.orElse(null)));
  }

  /** Returns the problem, without the value if that must not be shown. */
  private static String told(Key<?> key, String problem) {
    return key.isSecret()
        ? "must be " + key.kind().expected() + " (the value is secret and not shown)"
        : problem;
  }

  /** Keeps a mistake, and notes that the key has no value that could be judged. */
  public void wrong(Key<?> key, Place place, String problem) {
    mistakes.add(place, problem);
    settings.put(key, new Setting<>(place, List.of(), null));
  }

  /** Keeps a mistake that belongs to no key. */
  public void wrong(Place place, String problem) {
    mistakes.add(place, problem);
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** Returns the warnings, one line each, which do not stop the program. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns a copy of the mistakes until now. */
  Mistakes mistakes() {
    return new Mistakes(mistakes);
  }

  Optional<Setting<?>> setting(Key<?> key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** Returns whether a value was given. It may be wrong. */
  public boolean isSet(Key<?> key) {
    return settings.containsKey(key);
  }

  /** Returns whether a value was given that cannot be read. */
  public boolean isWrong(Key<?> key) {
    var setting = settings.get(key);
    return setting != null && setting.value() == null;
  }

  /** Returns whether the value in force was given there. */
  public boolean isFrom(Key<?> key, Place place) {
    return setting(key).filter(setting -> setting.place().equals(place)).isPresent();
  }

  /** Returns the value, or the default if none was given or the given one is wrong. */
  <T> Optional<T> given(Key<T> key) {
    @SuppressWarnings("unchecked") // set() keeps the types of key and value the same
    var setting = (Setting<T>) settings.get(key);
    return setting == null || setting.value() == null
        ? key.byDefault()
        : Optional.of(setting.value());
  }
}
