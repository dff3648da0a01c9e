package org.spillway.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of figures and of those that they are compared with, in aligned columns. */
final class Table {
  private static final List<String> HEADER = List.of("", "ours", "peer", "ratio", "target");

  private final String title;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String title) {
    this(title, HEADER);
  }

  /**
   * Makes a table without rows.
   *
   * @param header the names of other columns
   */
  Table(String title, List<String> header) {
    this.title = title;
    rows.add(header);
  }

  /** Adds a row with as many cells as there are columns. */
  Table row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /**
   * Adds a row.
   *
   * @param peer a figure and the name of the program that has it; it is empty if there is none, as
   *     is {@code ratio}
   */
  Table row(String work, String ours, String peer, String ratio, String target) {
    return row(List.of(work, ours, peer, ratio, target));
  }

  /** Adds a row that compares a figure with that of another program. */
  Table row(String work, double ours, double peer, String peerName, String target) {
    return row(work, number(ours), number(peer) + ' ' + peerName, number(ours / peer), target);
  }

  /** Adds a row for a figure that is compared only with a target. */
  Table row(String work, double ours, String target) {
    return row(work, number(ours), "", "", target);
  }

  /** Returns a number with three significant digits. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    var lines = rows.stream().map(this::line).collect(Collectors.joining("\n"));
    return title + '\n' + Machine.describe() + "\n\n" + lines + '\n';
  }

  /**
   * Returns a row as a line; the first column is aligned to the left, and the figures to the right.
   */
  private String line(List<String> row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> i == 0 ? left(row, i) : right(row, i))
        .collect(Collectors.joining("   "))
        .stripTrailing();
  }

  private String left(List<String> row, int column) {
    return row.get(column) + padding(row, column);
  }

  private String right(List<String> row, int column) {
    return padding(row, column) + row.get(column);
  }

  private String padding(List<String> row, int column) {
    int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
    return " ".repeat(width - row.get(column).length());
  }
}
