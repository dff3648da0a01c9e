package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwarmStoresTest {

  @Test
  void open_unknownKind() {
    assertThatThrownBy(
            () ->
                SwarmStores.open("mysql://x", Duration.ofHours(1), TrackerLimits.DEFAULT, () -> 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("store must be memory:, was mysql://x");
  }
}
