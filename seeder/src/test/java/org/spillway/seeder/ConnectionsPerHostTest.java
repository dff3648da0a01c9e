package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionsPerHostTest {
  private final ConnectionsPerHost hosts = new ConnectionsPerHost(2);

  @Test
  void enter_beyondTheLimit() throws Exception {
    var address = InetAddress.getByName("192.0.2.1");
    assertThat(hosts.enter(address)).isTrue();
    assertThat(hosts.enter(address)).isTrue();
    assertThat(hosts.enter(address)).isFalse();
    assertThat(hosts.enter(InetAddress.getByName("192.0.2.2"))).isTrue();
    hosts.leave(address);
    assertThat(hosts.enter(address)).isTrue();
    assertThat(hosts.enter(address)).isFalse();
  }

  @Test
  void enter_ipv6ByNetwork() throws Exception {
    assertThat(hosts.enter(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
    assertThat(hosts.enter(InetAddress.getByName("2001:db8:0:1::2"))).isTrue();
    assertThat(hosts.enter(InetAddress.getByName("2001:db8:0:1:f::1"))).isFalse();
    assertThat(hosts.enter(InetAddress.getByName("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void enter_ipv4ThatLooksLikeIpv6() throws Exception {
    for (byte last = 1; last <= 5; last++) {
      byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, last};
      assertThat(hosts.enter(Inet6Address.getByAddress(null, mapped, -1))).isTrue();
    }
    assertThat(hosts.size()).isEqualTo(5);
  }

  @Test
  void leave_byAll() throws Exception {
    var address = InetAddress.getByName("192.0.2.1");
    hosts.enter(address);
    hosts.enter(address);
    hosts.leave(address);
    hosts.leave(address);
    assertThat(hosts.size()).isZero();
  }
}
