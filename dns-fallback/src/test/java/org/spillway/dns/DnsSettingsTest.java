package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.dns.zone.RecordSettings;

class DnsSettingsTest {
  private static final DnsSettings DEFAULT = DnsSettings.DEFAULT;

  @Test
  void zones_normalised() {
    var settings = DEFAULT.withZones(List.of("DL.Example.ORG.", "bücher.example", "127.0.0.1"));
    assertThat(settings.zones())
        .containsExactly("dl.example.org", "xn--bcher-kva.example", "127.0.0.1");
    assertThat(DEFAULT.withZones(List.of("My_Files.example.", "*.S3.example")).zones())
        .containsExactly("my_files.example", "*.s3.example");
    assertThat(DEFAULT.withZones(List.of("a.example", "A.example")).zones()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "a.*.b", "dl.example.org:80", "http://a", "a b", "-a"})
  void zones_noHostName(String host) {
    assertThatThrownBy(() -> DEFAULT.withZones(List.of(host)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zones must be host names such as dl.example.org, was '%s'", host);
  }

  @Test
  void zones_tooLong() {
    String longest = "a.".repeat(94) + "aa";
    assertThat(DEFAULT.withZones(List.of(longest)).zones()).containsExactly(longest);
    assertThatThrownBy(() -> DEFAULT.withZones(List.of("a" + longest)))
        .hasMessageStartingWith("zones must be ");
    assertThatThrownBy(() -> DEFAULT.withZones(List.of("a".repeat(64))))
        .hasMessageStartingWith("zones must be ");
  }

  @Test
  void zones_none() {
    assertThatThrownBy(() -> DEFAULT.withZones(List.of()))
        .hasMessage("zones must be one host or more");
  }

  @Test
  void hosts_none() {
    assertThatThrownBy(() -> DEFAULT.withPort(List.of(), 53))
        .hasMessage("hosts must be one address or more");
  }

  @Test
  void numbers_outOfRange() {
    assertThatThrownBy(() -> DEFAULT.withPort("::1", 70_000))
        .hasMessage("port must be 0 to 65535, was 70000");
  }

  @Test
  void records_outOfRange() {
    assertThatThrownBy(() -> RecordSettings.DEFAULT.withMaxTorrent(-1))
        .hasMessage("maxTorrent must be 0 or more bytes, was -1");
    assertThatThrownBy(() -> RecordSettings.DEFAULT.withTtl(Duration.ofSeconds(-1)))
        .hasMessage("ttl must be 0 to 2147483647 seconds, was PT-1S");
  }

  @Test
  void tcp_outOfRange() {
    assertThatThrownBy(() -> TcpSettings.DEFAULT.withConnections(0, 1))
        .hasMessage("connections must be 1 or more, was 0");
    assertThatThrownBy(() -> TcpSettings.DEFAULT.withConnections(1, 0))
        .hasMessage("perClient must be 1 or more, was 0");
    assertThatThrownBy(() -> TcpSettings.DEFAULT.withIdle(Duration.ZERO))
        .hasMessage("idle must be greater than 0, was PT0S");
    assertThatThrownBy(() -> TcpSettings.DEFAULT.withIdle(Duration.ofDays(200_000)))
        .hasMessage("idle must be at most a day, was PT4800000H");
  }

  @Test
  void nameServers_noHostName() {
    assertThatThrownBy(() -> DEFAULT.withNameServers(List.of("ns._torrent.a")))
        .hasMessageStartingWith("nameServers must be ");
  }

  @Test
  void nameServers_address() {
    assertThatThrownBy(() -> DEFAULT.withNameServers(List.of("192.0.2.1")))
        .hasMessage(
            "nameServers must be host names such as ns1.example.org, not the address '192.0.2.1'");
  }
}
