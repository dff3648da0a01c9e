package org.spillway.dns.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.net.HostPort;
import org.xbill.DNS.Name;

class UpdateSettingsTest {
  private static final TsigKey KEY = TsigKey.parse("spillway:hmac-sha256:c2VjcmV0");

  private static UpdateSettings parse(String zone, String... primaries) {
    return UpdateSettings.parse(List.of(primaries), zone, List.of(KEY), Path.of("dns-update"));
  }

  @Test
  void parse_twoPrimaries() {
    var zone = Name.fromConstantString("example.org.");
    assertThat(parse("Example.ORG", "192.0.2.1+key:spillway", "[2001:db8::1]:5300+key:Spillway"))
        .isEqualTo(
            new UpdateSettings(
                List.of(
                    new Primary(new HostPort("192.0.2.1", 53), KEY, zone),
                    new Primary(new HostPort("2001:db8::1", 5300), KEY, zone)),
                Path.of("dns-update"),
                UpdateTiming.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | a primary must be HOST+key:NAME or HOST:PORT+key:NAME, was '192.0.2.1'",
        "192.0.2.1+key:other | no key is called other.",
        "192.0.2.1:0+key:spillway | HOST or HOST:PORT, not '192.0.2.1:0'",
        "key:spillway | HOST or HOST:PORT, not ''",
      })
  void parse_wrong(String primary, String message) {
    assertThatThrownBy(() -> parse("", primary)).hasMessage(message);
  }

  @Test
  void parse_twice() {
    assertThatThrownBy(() -> parse("", "a+key:spillway", "a:53+key:spillway"))
        .hasMessage("each primary must stand there once, but they are [a port 53, a port 53]");
  }

  @Test
  void parse_wrongZone() {
    assertThatThrownBy(() -> parse("a..b", "192.0.2.1+key:spillway"))
        .hasMessage("the zone must be a domain name such as example.org, was 'a..b'");
  }

  @Test
  void requireWithin_anotherZone() {
    var settings = parse("example.net", "192.0.2.1+key:spillway");
    assertThatThrownBy(
            () -> settings.requireWithin(Name.fromConstantString("_torrent.dl.example.org.")))
        .hasMessage("the zone example.net. does not hold _torrent.dl.example.org.");
  }
}
