package org.spillway.benchmarks.flashcrowd;

import java.util.List;
import java.util.Locale;

/**
 * The figures of a run, as text.
 *
 * @param length of the file, in bytes
 */
record Report(Outcome outcome, long length) {
  /** The text in place of a figure or an aim that does not exist. */
  static final String NOTHING = "-";

  static final List<String> HEADER =
      List.of(
          "clients",
          "N",
          "goal",
          "arrival",
          "then",
          "first s",
          "median s",
          "last s",
          "bound s",
          "last / bound",
          "copies sent",
          "aim",
          "met?");

  List<String> row() {
    var scenario = outcome.scenario();
    int divisor = scenario.links().divisor();
    return List.of(
        scenario.crowd().word(),
        scenario.clients() + (divisor == 1 ? "" : " (rates / " + divisor + ")"),
        scenario.goal().word(),
        scenario.arrival(),
        scenario.stay(),
        figure("%.1f", outcome.first()),
        figure("%.1f", outcome.median()),
        figure("%.1f", outcome.last()),
        figure("%.1f", bound()),
        figure("%.2f", outcome.last() / bound()),
        figure("%.2f", outcome.copies()),
        aimText(),
        verdict());
  }

  /** Returns one line, which the user can read while other runs go on. */
  String line() {
    var scenario = outcome.scenario();
    return "%d %s, %s, %s, %s: last %s s, %s x the bound of %s s, %s copies sent; aim %s, met %s"
        .formatted(
            scenario.clients(),
            scenario.crowd().word(),
            scenario.goal().word(),
            scenario.arrival(),
            scenario.stay(),
            figure("%.1f", outcome.last()),
            figure("%.2f", outcome.last() / bound()),
            figure("%.1f", bound()),
            figure("%.2f", outcome.copies()),
            aimText(),
            verdict());
  }

  private double bound() {
    var scenario = outcome.scenario();
    return scenario.bound(length).seconds(scenario.spread());
  }

  private Aim aim() {
    return Aim.of(outcome.scenario(), length);
  }

  private String aimText() {
    return outcome.scenario().isKilled() ? "all finish" : aim().toString();
  }

  private String verdict() {
    if (!outcome.isComplete()) {
      return "no: %d unfinished, %d wrong".formatted(outcome.unfinished(), outcome.wrong());
    }
    if (aimText().equals(NOTHING)) {
      return NOTHING;
    }
    return aim().isMetBy(outcome, bound()) ? "yes" : "no";
  }

  private static String figure(String format, double value) {
    return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, format, value);
  }
}
