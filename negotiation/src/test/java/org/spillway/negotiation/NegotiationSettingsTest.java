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
        .hasMessage("catalog.wait: zero or longer, not PT-1S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "seed", "/seed/"})
  void settings_wrongSeedPath(String seedPath) {
    assertThatThrownBy(() -> DEFAULT.withSeedPath(seedPath))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "http.seed-path: begins with a slash and ends without one, not \"" + seedPath + '"');
  }
}
