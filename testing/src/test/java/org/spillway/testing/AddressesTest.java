package org.spillway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressesTest {

  @Test
  void ipv4_firstAndLast() {
    assertThat(Addresses.ipv4(0)).isEqualTo("10.99.0.1");
    assertThat(Addresses.ipv4(249)).isEqualTo("10.99.0.250");
    assertThat(Addresses.ipv4(250)).isEqualTo("10.99.1.1");
    assertThat(Addresses.ipv4(Addresses.MOST - 1)).isEqualTo("10.99.239.250");
  }

  @Test
  void ipv6_isHexadecimal() {
    assertThat(Addresses.ipv6(0)).isEqualTo("fd99::1");
    assertThat(Addresses.ipv6(25)).isEqualTo("fd99::1a");
  }

  @Test
  void mac_hasTheNumber() {
    assertThat(Addresses.mac(0)).isEqualTo("02:53:70:00:00:00");
    assertThat(Addresses.mac(Addresses.MOST - 1)).isEqualTo("02:53:70:00:ea:5f");
  }
}
