package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StacksTest {
  @Test
  void table_threeKinds() {
    var stacks =
        Stacks.parse(
            Stream.of(
                "start;main_[j];read_[i];read;sys_[k] 4", "start;main_[j];main_[0] 5", "GC x 1"));
    assertThat(stacks.samples()).isEqualTo(10);
    assertThat(stacks.table("a title", 2).toString().lines().skip(4))
        .containsExactly(
            "at work itself:",
            "  main                                       50.0      90.0",
            "  sys_[k]                                    40.0      40.0",
            "itself, the kernel and libraries below it:",
            "  main                                       50.0      90.0",
            "  read                                       40.0      40.0",
            "all below it:",
            "  main                                       90.0      90.0",
            "  start                                      90.0      90.0");
  }
}
