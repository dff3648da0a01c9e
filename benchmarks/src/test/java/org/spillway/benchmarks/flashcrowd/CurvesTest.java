package org.spillway.benchmarks.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.benchmarks.flashcrowd.Series.Point;

class CurvesTest {
  private static final Curves CURVES =
      new Curves(
          List.of(
              outcome(Scenario.of(10, Crowd.LIBTORRENT, Goal.FAST), 50, 4),
              outcome(Scenario.of(40, Crowd.LIBTORRENT, Goal.FAST), 240, 5),
              outcome(Scenario.of(10, Crowd.LIBTORRENT, Goal.THRIFTY), 70, 1.4),
              outcome(Scenario.of(10, Crowd.LIBTORRENT, Goal.FAST).leaving(), 55, 6),
              outcome(Scenario.of(10, Crowd.ARIA2, Goal.FAST), 90, 5)),
          64L * 1024 * 1024);

  private static Outcome outcome(Scenario scenario, double last, double copies) {
    return new Outcome(scenario, List.of(last), 0, 0, copies);
  }

  @Test
  void times_ofPlainRuns_atTheFullRates() {
    var series = CURVES.times().series();
    assertThat(series)
        .extracting(Series::name)
        .containsExactly(
            "plain HTTP", "Spillway, fast", "Spillway, thrifty", "what no protocol can beat");
    assertThat(series.get(1).points()).containsExactly(new Point(10, 50), new Point(40, 60));
  }

  @Test
  void copies_ofPlainRuns() {
    var series = CURVES.copies().series();
    assertThat(series.get(0).points()).contains(new Point(1, 1), new Point(40, 40));
    assertThat(series.get(2))
        .isEqualTo(new Series("Spillway, thrifty", List.of(new Point(10, 1.4))));
  }

  @Test
  void copies_saysWhatWasMeasured() {
    assertThat(CURVES.copies().up().label())
        .isEqualTo("copies; 64 MiB, server 50 Mbit/s up, clients 20 down, 10 up");
  }
}
