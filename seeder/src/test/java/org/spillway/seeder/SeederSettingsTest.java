package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeederSettingsTest {
  private static final SeederSettings SETTINGS = SeederSettings.DEFAULT;

  @Test
  void port_outOfRange() {
    assertThatThrownBy(() -> SETTINGS.withPort(70000))
        .hasMessage("seeder.port: 0 to 65535, not 70000");
  }

  @Test
  void host_blank() {
    assertThatThrownBy(() -> SETTINGS.withHost(" ")).hasMessage("seeder.host: an address, not ' '");
  }

  @Test
  void maxConnections_none() {
    assertThatThrownBy(() -> SETTINGS.withMaxConnections(0))
        .hasMessage("seeder.max-connections: 1 or more, not 0");
  }

  @Test
  void maxConnectionsPerAddress_none() {
    assertThatThrownBy(() -> SETTINGS.withMaxConnectionsPerAddress(0))
        .hasMessage("seeder.max-connections-per-address: 1 or more, not 0");
  }

  @Test
  void uploadSlots_none() {}

  @Test
  void idleTimeout_tooShort() {
    assertThatThrownBy(() -> SETTINGS.withIdleTimeout(Duration.ofMillis(999)))
        .hasMessage("seeder.idle-timeout: 1 second or more, not PT0.999S");
  }
}
