package org.spillway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LinkRatesTest {

  @Test
  void dividedBy_four() {
    assertThat(LinkRates.megabits(10, 20).dividedBy(4))
        .isEqualTo(new LinkRates(2_500_000, 5_000_000));
  }

  @Test
  void create_zero() {
    assertThatThrownBy(() -> LinkRates.megabits(0, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rates must be greater than 0, were 0 up and 20000000 down");
  }
}
