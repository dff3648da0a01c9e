package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HashProgressTest {
  @Test
  void remaining_atTheSpeedUntilNow() {
    var progress = new HashProgress(250, 1000, Duration.ofSeconds(2));
    assertThat(progress.remaining()).contains(Duration.ofSeconds(6));
  }

  @Test
  void remaining_nothingHashedYet() {
    assertThat(new HashProgress(0, 1000, Duration.ofSeconds(2)).remaining()).isEmpty();
  }

  @Test
  void remaining_allHashed() {
    assertThat(new HashProgress(5, 5, Duration.ofSeconds(2)).remaining()).contains(Duration.ZERO);
  }
}
