package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadFiguresTest {
  private static final LoadFigures FIGURES = new LoadFigures(5, 1000, 4e9, 2.5, 1);

  @Test
  void parse_ownLine() throws IOException {
    assertThat(LoadFigures.parse(FIGURES.toLine() + '\n')).isEqualTo(FIGURES);
  }

  @Test
  void parse_otherLine() {
    assertThatThrownBy(() -> LoadFigures.parse("no seeder"))
        .isInstanceOf(IOException.class)
        .hasMessage("not the figures of a load generator: no seeder");
  }

  @Test
  void figures_perUnit() {
    assertThat(FIGURES.operationsPerSecond()).isEqualTo(200);
    assertThat(FIGURES.megabytesPerSecond()).isEqualTo(800);
    assertThat(FIGURES.cpuMicrosPerOperation()).isEqualTo(2500);
    assertThat(FIGURES.cpuSecondsPerGigabyte()).isEqualTo(0.625);
    assertThat(FIGURES.serverBusy()).isEqualTo(0.5);
    assertThat(FIGURES.loadBusy()).isEqualTo(0.2);
  }

  @Test
  void sum_addsAll() {
    assertThat(LoadFigures.sum(List.of(FIGURES, FIGURES)))
        .isEqualTo(new LoadFigures(10, 2000, 8e9, 5, 2));
  }
}
