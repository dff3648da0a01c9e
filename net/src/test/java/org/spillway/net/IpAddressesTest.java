package org.spillway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};

  @Test
  void of_bytesOfAMappedAddress() {
    assertThat(IpAddresses.of(MAPPED).getHostAddress()).isEqualTo("192.0.2.1");
  }

  @Test
  void of_anotherNumberOfBytes() {
    assertThatThrownBy(() -> IpAddresses.of(new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an address must have 4 or 16 bytes, had 5");
  }

  @Test
  void unmapped() throws Exception {
    InetAddress mapped = Inet6Address.getByAddress(null, MAPPED, -1);
    assertThat(mapped).isInstanceOf(Inet6Address.class);
    assertThat(IpAddresses.unmapped(mapped).getHostAddress()).isEqualTo("192.0.2.1");
    var other = InetAddress.getByName("2001:db8::1");
    assertThat(IpAddresses.unmapped(other)).isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,192.0.2.1",
    "010.0.0.255,10.0.0.255",
    "2001:db8::1,2001:db8:0:0:0:0:0:1",
    "::ffff:192.0.2.1,192.0.2.1"
  })
  void parse_address(String text, String address) {
    assertThat(IpAddresses.parse(text).map(InetAddress::getHostAddress)).contains(address);
  }

  /** 256.0.0.1 must not become a query in DNS. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "256.0.0.1",
        "1.2.3.999",
        "10.1",
        "1.2.3.4.5",
        "1.2.3.",
        ":",
        ":::",
        "1::2::3",
        "[::1]",
        "fe80::1%lo",
        "a:b",
        "cafe"
      })
  void parse_noAddress(String text) {
    assertThat(IpAddresses.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,192.0.2.1",
    "[2001:db8::1],2001:db8:0:0:0:0:0:1",
    "fe80::1%eth0,fe80:0:0:0:0:0:0:1",
    "[fe80::1%2],fe80:0:0:0:0:0:0:1"
  })
  void parseClient_address(String text, String address) {
    assertThat(IpAddresses.parseClient(text).map(InetAddress::getHostAddress)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "]", "[]", "%", "[%]", "unknown", "_hidden", "[::1", "::1]"})
  void parseClient_noAddress(String text) {
    assertThat(IpAddresses.parseClient(text)).isEqualTo(Optional.empty());
  }
}
