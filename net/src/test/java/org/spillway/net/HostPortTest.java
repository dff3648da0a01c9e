package org.spillway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @Test
  void parse() {
    assertThat(HostPort.parse("192.0.2.1", 53)).isEqualTo(new HostPort("192.0.2.1", 53));
    assertThat(HostPort.parse("ns.example.org:5353", 53))
        .isEqualTo(new HostPort("ns.example.org", 5353));
    assertThat(HostPort.parse("[2001:db8::1]:65535", 53))
        .isEqualTo(new HostPort("2001:db8::1", 65_535));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":53",
        "192.0.2.1:0",
        "192.0.2.1:65536",
        "192.0.2.1:-1",
        "a/b",
        "u@a",
        "@a",
        "a b",
        "a?b",
        "a#b",
        "a:99999999999"
      })
  void parse_wrong(String text) {
    assertThatThrownBy(() -> HostPort.parse(text, 53))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("HOST or HOST:PORT, not '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8::1", "::1", "::ffff:192.0.2.1", "2001:db8:0:0:0:0:0:1:53"})
  void parse_ipv6WithoutBrackets(String text) {
    assertThatThrownBy(() -> HostPort.parse(text, 53))
        .hasMessage("HOST or HOST:PORT, not '" + text + "'; an IPv6 address stands in brackets");
  }
}
