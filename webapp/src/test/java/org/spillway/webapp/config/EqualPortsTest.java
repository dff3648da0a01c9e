package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EqualPortsTest {
  private static final String ADVICE = "; set one of them to another port, or to 0 for a free one";

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("spillway.yaml");
  }

  private Values read(String... lines) throws Exception {
    Files.write(file, List.of(lines));
    return YamlFile.read(file, Keys.TABLE, new Values());
  }

  private List<String> mistakes(Values values) {
    try {
      Config.check(values);
      return List.of();
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage())
          .lines()
          .map(line -> line.replace(file.toString(), "spillway.yaml"))
          .toList();
    }
  }

  @Test
  void check_inOneFile_bothLinesAreNamed() throws Exception {
    assertThat(mistakes(read("http.port: 9000", "seeder:", "  port: 9000")))
        .containsExactly(
            "spillway.yaml:3:9: seeder.port: must not be 9000, the TCP port of http.port"
                + " (spillway.yaml:1)"
                + ADVICE);
  }

  @Test
  void check_theSecondStandsAboveTheFirst_isToldAtTheLaterLine() throws Exception {
    assertThat(mistakes(read("seeder.port: 9000", "http.port: 9000")))
        .containsExactly(
            "spillway.yaml:2:12: http.port: must not be 9000, the TCP port of seeder.port"
                + " (spillway.yaml:1)"
                + ADVICE);
  }

  @Test
  void check_ofTwoSources() throws Exception {
    var values = read("dns.port: 6000");
    Environment.read(Map.of("SPILLWAY_SEEDER_PORT", "6000"), Keys.TABLE, values);
    values.set(TrackerConfig.UDP_PORT, "6000", Place.commandLine("--tracker.udp-port"));
    assertThat(mistakes(values))
        .containsExactly(
            "environment: SPILLWAY_SEEDER_PORT: must not be 6000, the TCP and UDP port of dns.port"
                + " (spillway.yaml:1)"
                + ADVICE,
            "--tracker.udp-port: must not be 6000, the UDP port of seeder.port"
                + " (the environment, SPILLWAY_SEEDER_PORT)"
                + ADVICE,
            "--tracker.udp-port: must not be 6000, the UDP port of dns.port (spillway.yaml:1)"
                + ADVICE);
  }

  @Test
  void check_aDefault_isNamed() throws Exception {
    assertThat(mistakes(read("http.port: 6881")))
        .containsExactly(
            "spillway.yaml:1:12: http.port: must not be 6881, the TCP port of seeder.port"
                + " (its default)"
                + ADVICE);
  }

  @Test
  void check_https() throws Exception {
    var values = read("http.tls-port: 8080", "http.tls-certificate: c.pem", "http.tls-key: k.pem");
    assertThat(mistakes(values))
        .containsExactly(
            "spillway.yaml:1:16: http.tls-port: must not be 8080, the TCP port of http.port"
                + " (its default)"
                + ADVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // TCP and UDP
        "{http.port: 7000, tracker.udp-port: 7000}",
        // free ones
        "{http.port: 0, seeder.port: 0, dns.port: 0, tracker.udp-port: 0}",
        // other addresses
        "{http.port: 7000, http.host: 127.0.0.1, seeder.port: 7000, seeder.host: 127.0.0.2}",
        "{seeder.port: 53, seeder.host: '::1', dns.port: 53, dns.host: [127.0.0.1, '::2']}",
        "{seeder.port: 53, seeder.host: '::1', dns.port: 53, dns.host: 0.0.0.0}",
        // nothing listens
        "{http.port: 7000, seeder.port: 7000, seeder.enabled: false}",
        "{http.port: 7000, dns.port: 7000, dns.enabled: false}",
        "{seeder.port: 7000, tracker.udp-port: 7000, tracker.enabled: false}",
        "{http.enabled: false, public-url: 'http://a', http.port: 7000, seeder.port: 7000}"
      })
  void check_portsThatGoTogether(String yaml) throws Exception {
    assertThat(mistakes(read(yaml))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{http.host: '::', http.port: 7000, seeder.host: 127.0.0.1, seeder.port: 7000}",
        "{http.host: 127.0.0.1, http.port: 7000, seeder.port: 7000}",
        "{http.host: localhost, http.port: 7000, seeder.host: 127.0.0.1, seeder.port: 7000}",
        "{seeder.host: '::', seeder.port: 7000, tracker.host: 0.0.0.0, tracker.udp-port: 7000}",
        "{seeder.host: '::1', seeder.port: 53, dns.port: 53, dns.host: [127.0.0.1, '0:0::1']}"
      })
  void check_addressesThatOverlap(String yaml) throws Exception {
    assertThat(mistakes(read(yaml))).singleElement().asString().contains(" must not be ");
  }

  @Test
  void check_aWrongPort_isToldAlone() throws Exception {
    assertThat(mistakes(read("http.port: 6881x")))
        .containsExactly("spillway.yaml:1:12: http.port: must be 0 to 65535, was 6881x");
  }

  @Test
  void ofContainer_httpIsNotOurs() throws Exception {
    var values =
        read("{http.port: 6881, public-url: 'http://a', content.root: /srv, state-dir: /tmp/x}");
    assertThat(Config.ofContainer(values).seeder().port()).isEqualTo(6881);
  }
}
