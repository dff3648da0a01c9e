package org.spillway.benchmarks.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void upTo_roundNumbersThatReachTheGreatest() {
    assertThat(Axis.upTo(40, "").ticks()).containsExactly(0, 10, 20, 30, 40);
    assertThat(Axis.upTo(430, "").ticks()).containsExactly(0, 100, 200, 300, 400, 500);
    assertThat(Axis.upTo(6.5, "").ticks()).containsExactly(0, 2, 4, 6, 8);
    assertThat(Axis.upTo(0.2, "").ticks()).containsExactly(0, 1);
  }

  @Test
  void position_isAShareOfTheAxis() {
    assertThat(new Axis("clients", List.of(1, 40)).position(10)).isEqualTo(0.25);
  }

  @Test
  void create_withoutLength() {
    assertThatThrownBy(() -> new Axis("clients", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the last tick must be greater than 0, were []");
  }
}
