package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.swarm.ReportedBytes;

class UploadTotalsTest {

  private static UploadTotals totals(long plain, long webSeed, long peers, long downloaded) {
    return new UploadTotals(plain, webSeed, peers, new ReportedBytes(0, downloaded));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0",
    "100, 0, 0, 0, 0",
    // Peers that report less than they were sent change nothing.
    "0, 10, 90, 50, 0",
    "0, 10, 90, 100, 0",
    "0, 10, 90, 400, 0.75",
    "100, 50, 50, 700, 0.75",
    // A peer can make this up.
    "0, 0, 0, 9223372036854775807, 1",
    "9, 0, 0, 9223372036854775807, 1",
  })
  void offload(long plain, long webSeed, long peers, long downloaded, double expected) {
    assertThat(totals(plain, webSeed, peers, downloaded).offload()).isEqualTo(expected);
  }

  @Test
  void line() {
    var reported = new ReportedBytes(29L << 30, 30L << 30);
    assertThat(new UploadTotals(1L << 30, 0, 2L << 30, reported).line())
        .isEqualTo(
            "sent 3.0 GiB (plain HTTP 1.0 GiB, web seed 0 B, peers 2.0 GiB); peers report that they"
                + " downloaded 30.0 GiB and uploaded 29.0 GiB, so 90 % of what clients received"
                + " came from others");
  }
}
