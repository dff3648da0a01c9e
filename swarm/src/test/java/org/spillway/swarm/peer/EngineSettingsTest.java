package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
  private static final EngineSettings SETTINGS = EngineSettings.DEFAULT;

  @Test
  void port_outOfRange() {
    assertThatThrownBy(() -> SETTINGS.withPort(70000))
        .hasMessage("port must be 0 to 65535, was 70000");
  }

  @Test
  void host_blank() {
    assertThatThrownBy(() -> SETTINGS.withHost(" ")).hasMessage("host must be an address, was ' '");
  }

  @Test
  void maxConnections_none() {
    assertThatThrownBy(() -> SETTINGS.withMaxConnections(0))
        .hasMessage("maxConnections must be 1 or more, was 0");
  }

  @Test
  void maxConnectionsPerAddress_none() {
    assertThatThrownBy(() -> SETTINGS.withMaxConnectionsPerAddress(0))
        .hasMessage("maxConnectionsPerAddress must be 1 or more, was 0");
  }

  @Test
  void maxConnectionsPerTorrent_none() {
    assertThatThrownBy(() -> SETTINGS.withMaxConnectionsPerTorrent(0))
        .hasMessage("maxConnectionsPerTorrent must be 1 or more, was 0");
  }

  @Test
  void idleTimeout_tooShort() {
    assertThatThrownBy(() -> SETTINGS.withIdleTimeout(Duration.ofMillis(999)))
        .hasMessage("idleTimeout must be 1 second or more, was PT0.999S");
  }
}
