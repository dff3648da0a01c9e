package org.spillway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostAddressesTest {

  @Test
  void ipv4_firstAndLast() {
    assertThat(HostAddresses.ipv4(0)).isEqualTo("10.99.0.1");
    assertThat(HostAddresses.ipv4(249)).isEqualTo("10.99.0.250");
    assertThat(HostAddresses.ipv4(250)).isEqualTo("10.99.1.1");
    assertThat(HostAddresses.ipv4(HostAddresses.MOST - 1)).isEqualTo("10.99.239.250");
  }

  @Test
  void ipv6_isHexadecimal() {
    assertThat(HostAddresses.ipv6(0)).isEqualTo("fd99::1");
    assertThat(HostAddresses.ipv6(25)).isEqualTo("fd99::1a");
  }

  @Test
  void mac_hasTheNumber() {
    assertThat(HostAddresses.mac(0)).isEqualTo("02:53:70:00:00:00");
    assertThat(HostAddresses.mac(HostAddresses.MOST - 1)).isEqualTo("02:53:70:00:ea:5f");
  }
}
