package org.spillway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScopeTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, MACHINE",
    "127.255.0.9, MACHINE",
    "0.0.0.0, MACHINE",
    "0.1.2.3, MACHINE",
    "::1, MACHINE",
    "::, MACHINE",
    "2130706433, MACHINE",
    "10.1.2.3, NETWORK",
    "172.16.0.1, NETWORK",
    "172.31.255.255, NETWORK",
    "192.168.1.1, NETWORK",
    "169.254.169.254, NETWORK",
    "100.64.0.1, NETWORK",
    "100.127.255.255, NETWORK",
    "192.0.0.8, NETWORK",
    "fe80::1, NETWORK",
    "fd00::1, NETWORK",
    "fec0::1, NETWORK",
    "64:ff9b:1::a, NETWORK",
    "224.0.0.1, NOWHERE",
    "239.1.1.1, NOWHERE",
    "255.255.255.255, NOWHERE",
    "ff02::1, NOWHERE",
    "::ffff:127.0.0.1, MACHINE",
    "::127.0.0.1, MACHINE",
    "::ffff:0:127.0.0.1, MACHINE",
    "64:ff9b::127.0.0.1, MACHINE",
    "64:ff9b::192.168.0.1, NETWORK",
    "64:ff9b::198.51.100.1, WORLD",
    "2002:7f00:1::, MACHINE",
    "2002:c0a8:101::1, NETWORK",
    "2002:c633:6401::1, WORLD",
    "2001:0:c633:6401:0:0:80ff:fffe, MACHINE",
    "2001:0:a00:1:0:0:39cc:9bfe, NETWORK",
    "2001:0:c633:6401:0:0:39cc:9bfe, WORLD",
    "2001:db8::5efe:10.0.0.1, NETWORK",
    "2001:db8::200:5efe:10.0.0.1, NETWORK",
    "2001:db8::1, WORLD",
    "198.51.100.1, WORLD",
    "172.32.0.1, WORLD",
    "100.128.0.1, WORLD",
    "8.8.8.8, WORLD"
  })
  void of(String address, AddressScope scope) throws Exception {
    assertThat(AddressScope.of(InetAddress.getByName(address))).isEqualTo(scope);
  }

  @Test
  void mayLeadTo() {
    assertThat(AddressScope.WORLD.mayLeadTo(AddressScope.WORLD)).isTrue();
    assertThat(AddressScope.WORLD.mayLeadTo(AddressScope.NETWORK)).isFalse();
    assertThat(AddressScope.WORLD.mayLeadTo(AddressScope.MACHINE)).isFalse();
    assertThat(AddressScope.NETWORK.mayLeadTo(AddressScope.MACHINE)).isFalse();
    assertThat(AddressScope.NETWORK.mayLeadTo(AddressScope.WORLD)).isTrue();
    assertThat(AddressScope.MACHINE.mayLeadTo(AddressScope.NETWORK)).isTrue();
    assertThat(AddressScope.MACHINE.mayLeadTo(AddressScope.NOWHERE)).isFalse();
  }
}
