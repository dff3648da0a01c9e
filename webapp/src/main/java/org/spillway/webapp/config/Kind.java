package org.spillway.webapp.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The form of a key's value. */
sealed interface Kind<T> permits Single, Several {

  /** Returns the allowed values in words that follow "must be", such as {@code 0 to 65535}. */
  String expected();

  /** Returns whether the value is a list. A single text then stands for a list with commas. */
  boolean isList();

  /** Returns the items of a value that is written as one text, as on the command line. */
  List<String> split(String text);

  /**
   * Reads a value.
   *
   * @param items the items; exactly one, unless this is a list
   * @param wrong is told the position and the problem of each item that cannot be read
   * @return the value, or empty if any item is wrong
   */
  Optional<T> parse(List<String> items, BiConsumer<Integer, String> wrong);

  /** Returns the items that {@link #parse} reads as this value. */
  List<String> print(T value);
}
