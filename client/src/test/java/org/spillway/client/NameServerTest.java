package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameServerTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 53, false",
    "127.0.0.1:5300, 127.0.0.1, 5300, false",
    "[::1]:5300, ::1, 5300, false",
    "localhost, localhost, 53, false",
    "tcp://127.0.0.1, 127.0.0.1, 53, true",
    "TCP://127.0.0.1:5300, 127.0.0.1, 5300, true",
  })
  void parse_address(String text, String host, int port, boolean tcp) {
    assertThat(NameServer.parse(text))
        .isEqualTo(new NameServer.Address(new InetSocketAddress(host, port), tcp));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "https://dns.example/q, https://dns.example/q",
    "https://dns.example, https://dns.example/dns-query",
    "https://dns.example:8443/dns-query{?dns}, https://dns.example:8443/dns-query",
    "http://localhost:8080, http://localhost:8080/dns-query",
    "http://[::1]/q, http://[::1]/q",
    "http://127.0.0.1/q, http://127.0.0.1/q",
  })
  void parse_https(String text, String url) {
    assertThat(NameServer.parse(text)).isEqualTo(new NameServer.Https(URI.create(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        ":53",
        "h:x",
        "tcp://",
        "ftp://h",
        "u@h",
        "h/p",
        "h?q",
        "https://h/{x}"
      })
  void parse_malformed(String text) {
    assertThatThrownBy(() -> NameServer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a name server must be HOST:PORT, tcp://HOST:PORT or https://HOST/PATH, was '%s'",
            text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://dns.example/q", "http://127.0.0.1.example/q", "https:///dns-query"})
  void parse_notOverHttps(String text) {
    assertThatThrownBy(() -> NameServer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a server of DNS over HTTPS must be https://HOST/PATH, was " + text);
  }

  /** Others on the way could set the flag. */
  @Test
  void isTrusted_loopbackAndHttps() {
    assertThat(NameServer.parse("127.0.0.53").isTrusted()).isTrue();
    assertThat(NameServer.parse("[::1]").isTrusted()).isTrue();
    assertThat(NameServer.parse("https://dns.example").isTrusted()).isTrue();
    assertThat(NameServer.parse("192.0.2.1").isTrusted()).isFalse();
    assertThat(NameServer.parse("tcp://192.0.2.1").isTrusted()).isFalse();
  }

  @Test
  void toString_asItIsGiven() {
    assertThat(NameServer.parse("192.0.2.1")).hasToString("192.0.2.1:53");
    assertThat(NameServer.parse("tcp://[::1]:53")).hasToString("tcp://[0:0:0:0:0:0:0:1]:53");
    assertThat(NameServer.parse("https://dns.example"))
        .hasToString("https://dns.example/dns-query");
  }
}
