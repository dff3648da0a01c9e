package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMissTest {

  @ParameterizedTest
  @CsvSource({
    "http.prot, http.port",
    "tracker.udpport, tracker.udp-port",
    "tracker_udp_port, tracker.udp-port",
    "Http.Port, http.port",
    "seeder.ports, seeder.port",
    "content.inlcude, content.include",
    "contents.root, content.root",
    "stat-dir, state-dir"
  })
  void unknown_near(String name, String meant) {
    assertThat(Keys.unknown(name)).isEqualTo("there is no such key; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({"x", "''", "http", "colour", "http.something"})
  void unknown_far(String name) {
    assertThat(Keys.unknown(name)).isEqualTo("there is no such key");
  }
}
