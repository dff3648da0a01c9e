package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StacksTest {
  @Test
  void table_selfAndTotal() {
    var stacks = Stacks.parse(Stream.of("main;read 3", "main;read;read 2", "main 5"));
    assertThat(stacks.samples()).isEqualTo(10);
    assertThat(stacks.table("a title", 1).toString().lines().skip(3))
        .containsExactly(
            "at work themselves    self %   total %",
            "read                    50.0      50.0",
            "",
            "with what they call",
            "main                    50.0     100.0");
  }

  @Test
  void parse_spacesInNames() {
    var stacks = Stacks.parse(Stream.of("main;[unknown Java] x 4"));
    assertThat(stacks.table("", 1).toString()).contains("[unknown Java] x");
  }
}
