package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressesTest {
  private static final LocalAddresses MACHINE =
      Addresses.of("127.0.0.1", "::1", "fe80::2", "2001:db8::2", "169.254.1.2", "192.0.2.2");

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1 ::1 192.0.2.2 198.51.100.2, 192.0.2.2",
    "::1 fe80::2 2001:db8::2 192.0.2.2, 192.0.2.2",
    "127.0.0.1 169.254.1.2 fe80::2 2001:db8:0:0:0:0:0:2, [2001:db8::2]",
    "127.0.0.1 fd00::2, [fd00::2]",
    "127.0.0.1 10.0.0.2, 10.0.0.2",
    "127.0.0.1 ::1 169.254.1.2 fe80::2, ''"
  })
  void firstReachable(String addresses, String expected) {
    var machine = Addresses.of(addresses.split(" ", -1));
    assertThat(machine.firstReachable().orElse("")).isEqualTo(expected);
  }

  @Test
  void firstReachable_noInterface() {
    assertThat(Addresses.of().firstReachable()).isEmpty();
  }

  @Test
  void hosts_withoutLinkLocalIpv6() {
    assertThat(MACHINE.hosts())
        .containsExactly("127.0.0.1", "[::1]", "[2001:db8::2]", "169.254.1.2", "192.0.2.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void listening_onAll(String host) {
    assertThat(LocalAddresses.listening(host, () -> MACHINE).get()).isEqualTo(MACHINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "127.0.0.1", "::1", "192.0.2.77"})
  void listening_onOne(String host) {
    assertThat(LocalAddresses.listening(host, () -> MACHINE).get()).isEqualTo(Addresses.of(host));
  }

  @Test
  void listening_onNone() {
    var none = LocalAddresses.listening("no.such.host.invalid", () -> MACHINE).get();
    assertThat(none.addresses()).isEmpty();
  }

  @Test
  void ofThisMachine_hasLoopback() {
    assertThat(LocalAddresses.ofThisMachine().loopback()).isNotEmpty();
  }
}
