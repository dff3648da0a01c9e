package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.negotiation.NegotiationSettings.DEFAULT;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationSettingsTest {

  @Test
  void settings_negativeWait() {
    assertThatThrownBy(() -> DEFAULT.withWaitForTorrent(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("waitForTorrent must be 0 or longer, was PT-1S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "seed", "/seed/"})
  void settings_wrongSeedPath(String seedPath) {
    assertThatThrownBy(() -> DEFAULT.withSeedPath(seedPath))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seedPath must begin with a slash and end without one, was '" + seedPath + "'");
  }
}
