package org.spillway.benchmarks;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a profiler saw: how often each method was at work itself, and how often it or one that it
 * had called.
 */
final class Stacks {
  private static final double WHOLE = 100;

  private final Map<String, Long> self = new HashMap<>();
  private final Map<String, Long> total = new HashMap<>();
  private long samples;

  /**
   * @param lines collapsed stacks: {@code outermost;inner;innermost 42}
   */
  static Stacks parse(Stream<String> lines) {
    var stacks = new Stacks();
    lines.forEach(stacks::add);
    return stacks;
  }

  private void add(String line) {
    int space = line.lastIndexOf(' ');
    long count = Long.parseLong(line.substring(space + 1));
    var methods = List.of(line.substring(0, space).split(";", -1));
    self.merge(methods.get(methods.size() - 1), count, Long::sum);
    // A method that calls itself counts once.
    new HashSet<>(methods).forEach(method -> total.merge(method, count, Long::sum));
    samples += count;
  }

  long samples() {
    return samples;
  }

  /** First those that were at work themselves most, then those below which most was done. */
  Table table(String title, int most) {
    var table = new Table(title, List.of("at work themselves", "self %", "total %"));
    add(table, top(self, most));
    table.row(List.of("", "", "")).row(List.of("with what they call", "", ""));
    add(table, top(total, most));
    return table;
  }

  private static List<String> top(Map<String, Long> counts, int most) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  private void add(Table table, List<String> methods) {
    for (String method : methods) {
      table.row(List.of(method, percent(self, method), percent(total, method)));
    }
  }

  private String percent(Map<String, Long> counts, String method) {
    return "%.1f".formatted(WHOLE * counts.getOrDefault(method, 0L) / samples);
  }
}
