package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
  @Test
  void create_noSources() {
    var withoutPeers = ClientSettings.DEFAULT.withPeers(false);
    assertThatThrownBy(() -> withoutPeers.withWebSeeds(false))
        .hasMessage("peers or webSeeds must be true, both were false");
  }

  @Test
  void withReadTimeout_zero() {
    assertThatThrownBy(() -> ClientSettings.DEFAULT.withReadTimeout(Duration.ZERO))
        .hasMessage("readTimeout must be 1 ms to 24 days, was PT0S");
  }

  @Test
  void create_outOfRange() {
    assertThatThrownBy(() -> create(0, 1)).hasMessage("maxPeers must be 1 to 500, was 0");
    assertThatThrownBy(() -> create(1, -1)).hasMessage("port must be 0 to 65535, was -1");
  }

  private static ClientSettings create(int maxPeers, int port) {
    return ClientSettings.DEFAULT.withMaxPeers(maxPeers).withPort(port);
  }
}
