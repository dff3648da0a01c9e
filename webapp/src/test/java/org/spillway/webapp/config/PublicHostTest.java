package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.webapp.host.Addresses;
import org.spillway.webapp.host.LocalAddresses;

class PublicHostTest {
  private static final LocalAddresses MACHINE =
      Addresses.of("127.0.0.1", "::1", "192.0.2.2", "2001:db8::2");

  private static PublicHost host(String publicUrl, String httpHost, LocalAddresses machine) {
    var url = publicUrl.isEmpty() ? null : URI.create(publicUrl);
    return PublicHost.of(url, httpHost, () -> machine);
  }

  private static Ports ports(int http) {
    var ports = new Ports();
    ports.http(http);
    return ports;
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 192.0.2.2",
    "::, 192.0.2.2",
    "192.0.2.2, 192.0.2.2",
    "2001:db8::2, [2001:db8::2]",
    "127.0.0.1, localhost",
    "::1, localhost"
  })
  void host_notConfigured_isOneThatHttpListensOn(String httpHost, String expected) {
    var host = host("", httpHost, MACHINE);
    assertThat(host.host()).isEqualTo(expected);
    assertThat(host.base(8080)).isEqualTo("http://" + expected + ":8080");
    assertThat(host.isConfigured()).isFalse();
  }

  @Test
  void host_configured() throws Exception {
    var host = host("https://dl.example.org/files/", "0.0.0.0", MACHINE);
    assertThat(host.host()).isEqualTo("dl.example.org");
    assertThat(host.base(8080)).isEqualTo("https://dl.example.org/files");
    assertThat(host.zoneHosts()).containsExactly("dl.example.org");
    assertThat(host.isConfigured()).isTrue();
  }

  @Test
  void zoneHosts_notConfigured() throws Exception {
    assertThat(host("", "0.0.0.0", MACHINE).zoneHosts()).containsExactly("192.0.2.2", "localhost");
    assertThat(host("", "2001:db8::2", MACHINE).zoneHosts()).containsExactly("localhost");
    assertThat(host("", "127.0.0.1", MACHINE).zoneHosts()).containsExactly("localhost");
  }

  /** What is logged, each line with its level in front. */
  private static List<String> told(PublicHost host, Ports ports, boolean behindProxy) {
    List<String> lines = new ArrayList<>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var logger = Logger.getLogger(PublicHost.class.getName());
    logger.addHandler(handler);
    try {
      host.tell(ports, behindProxy);
    } finally {
      logger.removeHandler(handler);
    }
    return lines;
  }

  @Test
  void tell_notConfigured() throws Exception {
    assertThat(told(host("", "0.0.0.0", MACHINE), ports(8080), false))
        .containsExactly(
            "INFO public-url is not set: torrents and records name http://192.0.2.2:8080, and a"
                + " client that asks another address or name of this machine is given that one; set"
                + " public-url to name something else");
  }

  @Test
  void tell_notConfigured_loopbackAlone() throws Exception {
    assertThat(told(host("", "127.0.0.1", MACHINE), ports(8080), false))
        .containsExactly(
            "WARNING public-url is not set: torrents and records name localhost, which only this"
                + " machine can reach; set public-url to a URL that others can reach");
  }

  @ParameterizedTest
  @CsvSource({"https://dl.example.org, 443", "http://dl.example.org:8000/pub, 8000"})
  void tell_portNotServed(String url, int port) throws Exception {
    var ports = ports(8080);
    ports.https(8443);
    assertThat(told(host(url, "0.0.0.0", MACHINE), ports, false))
        .containsExactly(
            "WARNING public-url names port "
                + port
                + ", but this server listens on 8080 and 8443: this is right behind a proxy or a"
                + " port-forward; otherwise change public-url or http.port");
    assertThat(told(host(url, "0.0.0.0", MACHINE), ports, true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://dl.example.org", "https://dl.example.org:8443/x"})
  void tell_portServed(String url) throws Exception {
    var ports = ports(80);
    ports.https(8443);
    assertThat(told(host(url, "0.0.0.0", MACHINE), ports, false)).isEmpty();
  }

  @Test
  void tell_noPortOfOurs() throws Exception {
    var host = host("https://dl.example.org", "0.0.0.0", MACHINE);
    assertThat(told(host, new Ports(), false)).isEmpty();
  }
}
