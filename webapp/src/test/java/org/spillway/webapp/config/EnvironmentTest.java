package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  private static Values read(Map<String, String> environment) {
    return Environment.read(environment, Keys.TABLE, new Values());
  }

  @Test
  void read_othersAreNotOurs() {
    var values = read(Map.of("HOME", "/", "SPILLWAY_CONFIG", "x", "SPILLWAY_JAVA_OPTS", "-Xmx1g"));
    assertThat(values.mistakes().lines()).isEmpty();
    assertThat(values.warnings()).isEmpty();
  }

  /** What Kubernetes sets for services with the names spillway and spillway-http. */
  @Test
  void read_servicesOfKubernetes() {
    var values =
        read(
            Map.of(
                "SPILLWAY_SERVICE_HOST", "10.0.0.1",
                "SPILLWAY_SERVICE_PORT", "8080",
                "SPILLWAY_PORT", "tcp://10.0.0.1:8080",
                "SPILLWAY_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "SPILLWAY_PORT_8080_TCP_ADDR", "10.0.0.1",
                "SPILLWAY_HTTP_SERVICE_HOST", "10.0.0.2",
                "SPILLWAY_HTTP_PORT", "tcp://10.0.0.2:8080"));
    assertThat(values.mistakes().lines()).isEmpty();
    assertThat(values.warnings())
        .containsExactly(
            "environment: SPILLWAY_HTTP_PORT is ignored, because it names a service of Kubernetes;"
                + " set http.port in another way");
    assertThat(values.isSet(HttpConfig.PORT)).isFalse();
  }

  @Test
  void read_nearMiss_isAWarning() {
    var values = read(Map.of("SPILLWAY_HTTP_PROT", "1", "SPILLWAY_SOMETHING_ELSE", "2"));
    assertThat(values.mistakes().lines()).isEmpty();
    assertThat(values.warnings())
        .containsExactly(
            "environment: SPILLWAY_HTTP_PROT is ignored, because there is no such key; did you mean"
                + " SPILLWAY_HTTP_PORT?");
  }

  @Test
  void read_empty_isNotSet() {
    var values = read(Map.of("SPILLWAY_HTTP_PORT", "", "SPILLWAY_HTTP_CORS_ORIGINS", ""));
    assertThat(values.isSet(HttpConfig.PORT)).isFalse();
    assertThat(new Reading(values).value(NegotiationConfig.CORS_ORIGINS)).isEmpty();
  }
}
