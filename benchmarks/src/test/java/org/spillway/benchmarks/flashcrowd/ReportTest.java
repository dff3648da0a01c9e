package org.spillway.benchmarks.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final long LENGTH = 64L * 1024 * 1024;

  @Test
  void row_hasTheColumnsOfTheHeader() {
    var scenario = Scenario.of(10, Crowd.LIBTORRENT, Goal.FAST);
    var outcome = new Outcome(scenario, List.of(40.0, 44.0, 38.0), 0, 0, 3.504);
    assertThat(new Report(outcome, LENGTH).row())
        .hasSameSizeAs(Report.HEADER)
        .containsExactly(
            "libtorrent",
            "10",
            "fast",
            "at once",
            "stay",
            "38.0",
            "40.0",
            "44.0",
            "35.8",
            "1.23",
            "3.50",
            "<= 1.25 x bound, 3.83 copies",
            "yes");
  }

  @Test
  void row_nobodyFinishes() {
    var scenario = Scenario.of(40, Crowd.ARIA2, Goal.DEFAULT).spread(60).killedAfter(1.3);
    var outcome = new Outcome(scenario, List.of(), 40, 0, 1.31);
    assertThat(new Report(outcome, LENGTH).row())
        .startsWith("aria2", "40 (rates / 4)", "default", "over 60 s", "stay, killed at 1.3", "-")
        .endsWith("1.31", "all finish", "no: 40 unfinished, 0 wrong");
  }

  @Test
  void line_isReadWithoutAHeader() {
    var outcome =
        new Outcome(Scenario.of(10, Crowd.GET, Goal.FAST).leaving(), List.of(71.6), 0, 0, 10.5);
    assertThat(new Report(outcome, LENGTH).line())
        .isEqualTo(
            "10 get, fast, at once, leave: last 71.6 s, 2.00 x the bound of 35.8 s,"
                + " 10.50 copies sent; aim -, met -");
  }
}
