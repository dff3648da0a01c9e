package org.spillway.webapp.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A value that is one text.
 *
 * @param parser throws an IllegalArgumentException, whose message says what is wrong, for a text
 *     that is no such value
 * @param printer writes a value as the parser reads it
 */
record Single<T>(String expected, Function<String, T> parser, Function<T, String> printer)
    implements Kind<T> {

  @Override
  public boolean isList() {
    return false;
  }

  @Override
  public List<String> split(String text) {
    return List.of(text);
  }

  @Override
  public Optional<T> parse(List<String> items, BiConsumer<Integer, String> wrong) {
    return parse(0, items.get(0), wrong);
  }

  /**
   * @param position the position of the item in its list
   */
  Optional<T> parse(int position, String item, BiConsumer<Integer, String> wrong) {
    try {
      return Optional.of(parser.apply(item));
    } catch (IllegalArgumentException e) {
      wrong.accept(position, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public List<String> print(T value) {
    return List.of(printer.apply(value));
  }
}
