package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  /** As dnsperf 2.10.0 prints with -v. */
  private static final String OUTPUT =
      """
      [Status] Sending queries (to 127.0.0.1:5300)
      > NOERROR b._torrent.dl.example.org TXT 0.004000
      > NOERROR a._torrent.dl.example.org TXT 0.001000
      > NXDOMAIN c._torrent.dl.example.org TXT 0.003000
      > T Timeout: no answer
      > NOERROR d._torrent.dl.example.org TXT 0.002000
      """;

  @Test
  void millis_ofShares() throws Exception {
    var latencies = Latencies.parse(OUTPUT);

    assertThat(latencies.millis(0.5)).isEqualTo(2.0);
    assertThat(latencies.millis(0.99)).isEqualTo(4.0);
    assertThat(latencies.millis(1)).isEqualTo(4.0);
  }

  @Test
  void parse_noAnswers() {
    assertThatThrownBy(() -> Latencies.parse("[Status] Sending queries"))
        .isInstanceOf(IOException.class)
        .hasMessage("dnsperf printed no answers");
  }
}
