package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DnsPerfTest {
  /** Recorded from dnsperf 2.10.0. */
  private static final String OUTPUT =
      """
      Statistics:

        Queries sent:         390668
        Queries completed:    390568 (99.97%)
        Queries lost:         100 (0.03%)

        Response codes:       NOERROR 390568 (100.00%)
        Average packet size:  request 121, response 1145
        Run time (s):         2.000210
        Queries per second:   195263.497333

        Average Latency (s):  0.001004 (min 0.000108, max 0.009511)
        Latency StdDev (s):   0.000212
      """;

  @Test
  void figures_ofOutput() throws Exception {
    assertThat(DnsPerf.figures(OUTPUT, 1.9, 1.8))
        .isEqualTo(new LoadFigures(2.00021, 390_568, 390_568 * 1145.0, 1.9, 1.8));
  }

  @Test
  void figures_manyLost() {
    String lossy = OUTPUT.replace("lost:         100 ", "lost:         400 ");

    assertThatThrownBy(() -> DnsPerf.figures(lossy, 1, 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("dnsperf lost 400 queries");
  }

  @Test
  void figures_notThere() {
    assertThatThrownBy(() -> DnsPerf.figures("Error: no server", 1, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("dnsperf did not print 'Queries completed'\nError: no server");
  }
}
