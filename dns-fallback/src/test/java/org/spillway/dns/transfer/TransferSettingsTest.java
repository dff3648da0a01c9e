package org.spillway.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.net.HostPort;
import org.xbill.DNS.Name;

class TransferSettingsTest {
  private static final Name KEY = Name.fromConstantString("key.");

  private static TransferSettings parse(String allowed, String key, String notified) {
    return TransferSettings.parse(List.of(allowed), List.of(key), List.of(notified));
  }

  /** Whether a client may have the zones, without and with the key. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true, true",
    "192.0.2.1, 192.0.2.2, false, false",
    "192.0.2.0/25, 192.0.2.127, true, true",
    "192.0.2.0/25, 192.0.2.128, false, false",
    "0.0.0.0/0, 192.0.2.1, true, true",
    "0.0.0.0/0, 2001:db8::1, false, false",
    "2001:db8::/33, 2001:db8:7fff::1, true, true",
    "2001:db8::/33, 2001:db8:8000::1, false, false",
    "key:Key, 192.0.2.1, false, true",
    "key:other, 192.0.2.1, false, false",
    "192.0.2.1+key:key, 192.0.2.1, false, true",
    "192.0.2.1+key:key, 192.0.2.2, false, false",
  })
  void rule_allows(String rule, String client, boolean unsigned, boolean signed)
      throws UnknownHostException {
    var address = InetAddress.getByName(client);
    assertThat(TransferRule.parse(rule).allows(address, Name.root)).isEqualTo(unsigned);
    assertThat(TransferRule.parse(rule).allows(address, KEY)).isEqualTo(signed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ns.example.org", "192.0.2.1/33", "192.0.2.1/x", "192.0.2.1/-1", "+key:a"})
  void rule_wrong(String rule) {
    assertThatThrownBy(() -> TransferSettings.parse(List.of(rule), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .containsAnyOf("must be ", "is not among the keys");
  }

  @Test
  void target_parse() {
    assertThat(NotifyTarget.parse("192.0.2.1"))
        .isEqualTo(new NotifyTarget(new HostPort("192.0.2.1", 53), Name.root));
    assertThat(NotifyTarget.parse("ns.example.org:5353+key:key"))
        .isEqualTo(new NotifyTarget(new HostPort("ns.example.org", 5353), KEY));
    assertThat(NotifyTarget.parse("[2001:db8::1]:53"))
        .isEqualTo(new NotifyTarget(new HostPort("2001:db8::1", 53), Name.root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "192.0.2.1:0", "192.0.2.1:65536", "a/b", "u@a", "a b"})
  void target_wrong(String target) {
    assertThatThrownBy(() -> TransferSettings.parse(List.of(), List.of(), List.of(target)))
        .hasMessage("HOST or HOST:PORT, not '" + target + "'");
  }

  @Test
  void target_ipv6WithoutBrackets() {
    var target = List.of("2001:db8::1+key:a");
    assertThatThrownBy(() -> TransferSettings.parse(List.of(), List.of(), target))
        .hasMessage("HOST or HOST:PORT, not '2001:db8::1'; an IPv6 address stands in brackets");
  }

  @Test
  void keys_unknown() {
    assertThatThrownBy(() -> parse("key:a", "b:hmac-sha256:c2VjcmV0", "192.0.2.1"))
        .hasMessage("allowed names the key a., which is not among the keys");
    assertThatThrownBy(() -> parse("key:b", "b:hmac-sha256:c2VjcmV0", "192.0.2.1+key:a"))
        .hasMessage("notified names the key a., which is not among the keys");
  }

  @Test
  void keys_twice() {
    var keys = List.of("a:hmac-sha256:c2VjcmV0", "A:hmac-sha1:c2VjcmV0");
    assertThatThrownBy(() -> TransferSettings.parse(List.of(), keys, List.of()))
        .hasMessage("keys must have names of their own, but are called [a., a.]");
  }

  @Test
  void toString_noSecret() {
    assertThat(parse("key:a", "a:hmac-sha256:c2VjcmV0", "192.0.2.1").toString())
        .contains("a. hmac-sha256")
        .doesNotContain("c2VjcmV0");
  }
}
