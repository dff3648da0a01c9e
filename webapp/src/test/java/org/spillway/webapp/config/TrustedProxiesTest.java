package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.spillway.net.IpAddresses;

class TrustedProxiesTest {

  private static InetAddress address(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }

  @Test
  void of_noBlock() {
    assertThatThrownBy(() -> TrustedProxies.of("::1", "example.org/8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be an address or a block such as 10.0.0.0/8, was 'example.org/8'");
  }

  @Test
  void contains_anyOfThem() {
    var trusted = TrustedProxies.of("::1", "10.0.0.0/8");
    assertThat(trusted.contains(address("10.1.1.1"))).isTrue();
    assertThat(trusted.contains(address("::1"))).isTrue();
    assertThat(trusted.contains(address("192.0.2.1"))).isFalse();
    assertThat(TrustedProxies.NONE.contains(address("192.0.2.1"))).isFalse();
  }
}
