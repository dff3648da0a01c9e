package org.spillway.webapp.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Turns values into settings, and collects the mistakes that only the combination of keys shows.
 */
final class Reading {
  private final Values values;
  private final Mistakes mistakes;

  Reading(Values values) {
    this.values = values;
    this.mistakes = values.mistakes();
  }

  /** Returns the value of a key that has a default. */
  <T> T value(Key<T> key) {
    return given(key).orElseThrow(() -> new IllegalStateException(key + " has no default"));
  }

  <T> Optional<T> given(Key<T> key) {
    return values.given(key);
  }

  boolean isSet(Key<?> key) {
    return values.isSet(key);
  }

  /** Returns whether the values themselves are right, so that it makes sense to compare them. */
  boolean areReadable(Key<?>... keys) {
    return Stream.of(keys).noneMatch(values::isWrong);
  }

  /** Returns the place where the value is written. */
  Place place(Key<?> key) {
    return values.setting(key).map(Values.Setting::place).orElseGet(() -> Place.of(key));
  }

  /** Returns the place where an item of a list is written. */
  Place place(Key<?> key, int item) {
    List<Values.Item> items = values.setting(key).map(Values.Setting::items).orElse(List.of());
    return item < items.size() ? items.get(item).place() : place(key);
  }

  void wrong(Key<?> key, String problem) {
    mistakes.add(place(key), problem);
  }

  void wrong(Key<?> key, int item, String problem) {
    mistakes.add(place(key, item), problem);
  }

  /**
   * Makes settings, which may refuse what the keys cannot judge one by one.
   *
   * @param blamed the keys of which the first that is set is named if the settings are refused
   * @param otherwise the settings that are used instead until all mistakes are told
   */
  <R> R make(List<Key<?>> blamed, Supplier<R> maker, R otherwise) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      var key = blamed.stream().filter(values::isSet).findFirst().orElse(blamed.get(0));
      wrong(key, String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  void throwIfWrong() throws ConfigException {
    mistakes.throwIfAny();
  }
}
