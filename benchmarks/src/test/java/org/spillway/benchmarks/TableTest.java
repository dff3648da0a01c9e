package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void toString_columnsLineUp() {
    var table = new Table("a title").row("MB/s", 1968, 546, "other", ">= 1 x").row("s", 0.5, "< 2");
    assertThat(table.toString().lines().skip(3))
        .containsExactly(
            "        ours        peer   ratio   target",
            "MB/s   1,968   546 other    3.60   >= 1 x",
            "s      0.500                          < 2");
  }

  @Test
  void toString_titleAndMachine() {
    assertThat(new Table("a title").toString().lines().limit(3))
        .containsExactly("a title", Machine.describe(), "");
  }

  @Test
  void number_threeDigits() {
    assertThat(Table.number(1234.5)).isEqualTo("1,235");
    assertThat(Table.number(43.21)).isEqualTo("43.2");
    assertThat(Table.number(1.349)).isEqualTo("1.35");
    assertThat(Table.number(0.1234)).isEqualTo("0.123");
  }
}
