package org.spillway.webapp.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** How the value of a key is written. */
sealed interface Kind<T> permits Single, Several {

  /** What may be written, in words that follow "must be": {@code 0 to 65535}. */
  String expected();

  /** Whether a YAML list is wanted; a single text then stands for a list with commas. */
  boolean isList();

  /** The items of a value that is written as one text, as on the command line. */
  List<String> split(String text);

  /**
   * Reads a value.
   *
   * @param items exactly one, unless this is a list
   * @param wrong is told the position and the problem of each item that cannot be read
   * @return absent if any item is wrong
   */
  Optional<T> parse(List<String> items, BiConsumer<Integer, String> wrong);

  /** The items that {@link #parse} reads as this value. */
  List<String> print(T value);
}
