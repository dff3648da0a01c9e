package org.spillway.webapp.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A list of values.
 *
 * @param splitter splits one text into the items
 */
record Several<E>(Single<E> item, Function<String, List<String>> splitter)
    implements Kind<List<E>> {

  @Override
  public String expected() {
    return "a list, each item " + item.expected();
  }

  @Override
  public boolean isList() {
    return true;
  }

  @Override
  public List<String> split(String text) {
    return splitter.apply(text);
  }

  @Override
  public Optional<List<E>> parse(List<String> items, BiConsumer<Integer, String> wrong) {
    List<E> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      item.parse(i, items.get(i), wrong).ifPresent(values::add);
    }
    return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  @Override
  public List<String> print(List<E> values) {
    return values.stream().map(item.printer()).toList();
  }
}
