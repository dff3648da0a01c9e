package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void withSources_none() {
    assertThatThrownBy(() -> ClientSettings.DEFAULT.withSources(false, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withTimeouts_zero() {
    assertThatThrownBy(() -> ClientSettings.DEFAULT.withTimeouts(SECOND, Duration.ZERO, SECOND))
        .hasMessage("read timeout: 1 ms to 24 days, not PT0S");
  }

  @Test
  void create_outOfRange() {
    assertThatThrownBy(() -> create(0, 1)).hasMessage("peers: 1 to 500, not 0");
    assertThatThrownBy(() -> create(1, 0)).hasMessage("port: 1 to 65535, not 0");
  }

  private static ClientSettings create(int maxPeers, int port) {
    return new ClientSettings(
        SECOND, SECOND, SECOND, DnsPolicy.DEFAULT, true, true, maxPeers, port, false);
  }

  @Test
  void peersFor_longPieces() {
    assertThat(ClientSettings.DEFAULT.peersFor(256 * 1024)).isEqualTo(20);
    assertThat(ClientSettings.DEFAULT.peersFor(64 * 1024 * 1024)).isEqualTo(4);
  }
}
