package org.spillway.benchmarks.flashcrowd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spillway.benchmarks.flashcrowd.Series.Point;

/**
 * The two pictures of the proof: what the last client waits, and what the server sends, over the
 * number of clients. Times of a run with divided rates are divided by as much, so that all points
 * of a curve are those of the full rates.
 *
 * @param outcomes of all runs; the plain ones of libtorrent are drawn
 * @param length of the file, in bytes
 */
record Curves(List<Outcome> outcomes, long length) {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final Axis CLIENTS = new Axis("clients that come at once", Plan.COUNTS);

  Chart times() {
    List<Series> series = new ArrayList<>();
    series.add(computed("plain HTTP", n -> scaled(n, bound(n).httpSeconds())));
    series.addAll(measured(outcome -> scaled(clients(outcome), outcome.last())));
    series.add(computed("what no protocol can beat", n -> scaled(n, bound(n).seconds())));
    return chart("When the last client has the file", "seconds", series);
  }

  Chart copies() {
    List<Series> series = new ArrayList<>();
    series.add(computed("plain HTTP", n -> n));
    series.addAll(measured(Outcome::copies));
    series.add(computed("one copy", n -> 1));
    return chart("How often the server sends the file", "copies", series);
  }

  private Chart chart(String title, String unit, List<Series> series) {
    double greatest =
        series.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(Point::y)
            .max()
            .orElseThrow();
    String label = "%s; %d MiB, %s".formatted(unit, length / MEBIBYTE, Links.describe());
    return new Chart(title, CLIENTS, Axis.upTo(greatest, label), series);
  }

  private static Series computed(String name, ToDoubleFunction<Integer> value) {
    var points = Plan.COUNTS.stream().map(n -> new Point(n, value.applyAsDouble(n))).toList();
    return new Series(name, points);
  }

  /** Returns a line for each goal that was measured. */
  private List<Series> measured(ToDoubleFunction<Outcome> value) {
    var plain = outcomes.stream().filter(Curves::isDrawn).toList();
    return plain.stream()
        .map(outcome -> outcome.scenario().goal())
        .distinct()
        .map(goal -> new Series(name(goal), points(plain, goal, value)))
        .toList();
  }

  private static boolean isDrawn(Outcome outcome) {
    var scenario = outcome.scenario();
    return scenario.isPlain() && scenario.crowd() == Crowd.LIBTORRENT && outcome.isComplete();
  }

  private static List<Point> points(
      List<Outcome> outcomes, Goal goal, ToDoubleFunction<Outcome> value) {
    return outcomes.stream()
        .filter(outcome -> outcome.scenario().goal() == goal)
        .map(outcome -> new Point(clients(outcome), value.applyAsDouble(outcome)))
        .toList();
  }

  private static String name(Goal goal) {
    return goal == Goal.DEFAULT ? "Spillway" : "Spillway, " + goal.word();
  }

  private static int clients(Outcome outcome) {
    return outcome.scenario().clients();
  }

  private Bound bound(int clients) {
    return Scenario.of(clients, Crowd.LIBTORRENT, Goal.DEFAULT).bound(length);
  }

  private static double scaled(int clients, double seconds) {
    return seconds / Links.of(clients).divisor();
  }
}
