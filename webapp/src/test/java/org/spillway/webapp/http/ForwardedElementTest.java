package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedElementTest {

  /** The examples of RFC 7239 §4. */
  @Test
  void ofForwarded_examples() {
    assertThat(ForwardedElement.ofForwarded("for=\"_gazonk\""))
        .containsExactly(new ForwardedElement("_gazonk", "", ""));
    assertThat(ForwardedElement.ofForwarded("For=\"[2001:db8:cafe::17]:4711\""))
        .containsExactly(new ForwardedElement("[2001:db8:cafe::17]:4711", "", ""));
    assertThat(ForwardedElement.ofForwarded("for=192.0.2.60;proto=http;by=203.0.113.43"))
        .containsExactly(new ForwardedElement("192.0.2.60", "", "http"));
    assertThat(ForwardedElement.ofForwarded("for=192.0.2.43, for=198.51.100.17"))
        .containsExactly(
            new ForwardedElement("192.0.2.43", "", ""),
            new ForwardedElement("198.51.100.17", "", ""));
    assertThat(ForwardedElement.ofForwarded("host=\"a.example:8080\" ; for=192.0.2.1,proto=https"))
        .containsExactly(
            new ForwardedElement("192.0.2.1", "a.example:8080", ""),
            new ForwardedElement("", "", "https"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for",
        "for=",
        "for=\"192.0.2.1",
        "for=192.0.2.1 for=192.0.2.2",
        "=192.0.2.1",
        "for=\"a\\\"b\"",
        "for=[2001:db8::1]",
        "for=192.0.2.1, \u0000"
      })
  void ofForwarded_malformed(String field) {
    assertThat(ForwardedElement.ofForwarded(field)).isEmpty();
  }

  @Test
  void ofXForwardedFor_list() {
    assertThat(ForwardedElement.ofXForwardedFor("192.0.2.1,  ::1 ,unknown"))
        .containsExactly(
            new ForwardedElement("192.0.2.1", "", ""),
            new ForwardedElement("::1", "", ""),
            new ForwardedElement("unknown", "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1:4711, 192.0.2.1",
    "192.0.2.1:_port, 192.0.2.1",
    "[2001:db8::1]:4711, 2001:db8::1",
    "[2001:db8::1], 2001:db8::1",
    "2001:db8::1, 2001:db8::1",
    "::ffff:192.0.2.1, 192.0.2.1"
  })
  void address_known(String node, String address) throws Exception {
    assertThat(new ForwardedElement(node, "", "").address())
        .contains(InetAddress.getByName(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "unknown", "_hidden", "example.org", "192.0.2", "300.0.0.1", "[192.0.2.1"})
  void address_unknown(String node) {
    assertThat(new ForwardedElement(node, "", "").address()).isEmpty();
  }
}
