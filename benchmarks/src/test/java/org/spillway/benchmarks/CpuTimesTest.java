package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class CpuTimesTest {
  // Read from a process on Linux 6.1; its name was changed.
  private static final String REST =
      " S 1 42 42 0 -1 4194560 1208 90 0 0 %s 20 0 1 0 311 7319552 924 18446744073709551615\n";

  @Test
  void parse_times() throws IOException {
    assertThat(CpuTimes.parse("42 (java)" + REST.formatted("150 25 10 3")))
        .isEqualTo(new CpuTimes(1.75, 0.13));
  }

  @Test
  void parse_nameWithParentheses() throws IOException {
    assertThat(CpuTimes.parse("42 (a) S 9 (b) )" + REST.formatted("100 0 0 200")))
        .isEqualTo(new CpuTimes(1, 2));
  }

  @Test
  void parse_notStat() {
    assertThatThrownBy(() -> CpuTimes.parse("cpu 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("not a stat file of proc(5): cpu 1");
    assertThatThrownBy(() -> CpuTimes.parse("42 (java) S 1 2 3")).isInstanceOf(IOException.class);
  }

  @Test
  void ofThisProcess_hasUsedSome() throws IOException {
    assertThat(CpuTimes.ofThisProcess().own()).isPositive();
  }
}
