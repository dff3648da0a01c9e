package org.spillway.benchmarks;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The samples of a profiler: how often each method itself was at work, how often it or the kernel
 * and the libraries below it were, and how often it or anything that it had called was.
 */
final class Stacks {
  private static final double WHOLE = 100;

  /**
   * The suffixes by which the profiler marks frames of Java: compiled, inlined, interpreted,
   * compiled in haste.
   */
  private static final Pattern JAVA = Pattern.compile("_\\[[ji01]]$");

  private final Map<String, Long> self = new HashMap<>();
  private final Map<String, Long> java = new HashMap<>();
  private final Map<String, Long> total = new HashMap<>();
  private long samples;

  /**
   * Parses stacks.
   *
   * @param lines collapsed stacks with marked frames: {@code outermost_[j];write_[i];tcp_[k] 42}
   */
  static Stacks parse(Stream<String> lines) {
    var stacks = new Stacks();
    lines.forEach(stacks::add);
    return stacks;
  }

  private void add(String line) {
    int space = line.lastIndexOf(' ');
    long count = Long.parseLong(line.substring(space + 1));
    var frames = List.of(line.substring(0, space).split(";", -1));
    self.merge(method(frames.get(frames.size() - 1)), count, Long::sum);
    java.merge(innermostJava(frames), count, Long::sum);
    // A method that calls itself counts once.
    var methods = new HashSet<>(frames.stream().map(Stacks::method).toList());
    methods.forEach(method -> total.merge(method, count, Long::sum));
    samples += count;
  }

  private static String method(String frame) {
    return JAVA.matcher(frame).replaceFirst("");
  }

  /** Returns the innermost frame of Java; threads of the virtual machine have none. */
  private static String innermostJava(List<String> frames) {
    return frames.stream()
        .filter(frame -> JAVA.matcher(frame).find())
        .reduce((outer, inner) -> inner)
        .map(Stacks::method)
        .orElse("(compiler, garbage collection)");
  }

  long samples() {
    return samples;
  }

  /** Returns a table of the most frequent methods of each kind. */
  Table table(String title, int most) {
    var table = new Table(title, List.of("", "%", "total %"));
    add(table, "at work itself", self, most);
    add(table, "itself, the kernel and libraries below it", java, most);
    add(table, "all below it", total, most);
    return table;
  }

  private void add(Table table, String heading, Map<String, Long> counts, int most) {
    table.row(List.of(heading + ':', "", ""));
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .forEach(
            method ->
                table.row(List.of("  " + method, percent(counts, method), percent(total, method))));
  }

  private String percent(Map<String, Long> counts, String method) {
    return "%.1f".formatted(WHOLE * counts.getOrDefault(method, 0L) / samples);
  }
}
