package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.Samples.host;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class HostTest {
  @Test
  void of_ipv4_isTheAddress() {
    assertThat(host("192.0.2.1")).isEqualTo(host("192.0.2.1"));
    assertThat(host("192.0.2.1")).isNotEqualTo(host("192.0.2.2"));
    assertThat(host("255.255.255.255")).isNotEqualTo(host("127.255.255.255"));
  }

  @Test
  void of_ipv6_isTheNetwork() {
    assertThat(host("2001:db8::1")).isEqualTo(host("2001:db8:0:0:ffff:ffff:ffff:ffff"));
    assertThat(host("2001:db8::1")).isNotEqualTo(host("2001:db8:0:1::1"));
  }

  @Test
  void of_ipv4InIpv6_isTheIpv4Address() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(InetAddress.getByName("192.0.2.1").getAddress(), 0, mapped, 12, 4);
    InetAddress address = Inet6Address.getByAddress("", mapped, -1);
    assertThat(address).isInstanceOf(Inet6Address.class);
    assertThat(Host.of(address)).isEqualTo(host("192.0.2.1"));
  }

  /** The prefix of this network has the bits of 192.0.2.1. */
  @Test
  void of_sameBits_notTheSameFamily() {
    assertThat(host("::c000:201:0:0:0:0")).isNotEqualTo(host("192.0.2.1"));
    assertThat(host("::")).isNotEqualTo(host("0.0.0.0"));
  }
}
