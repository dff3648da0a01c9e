package org.spillway.torrent.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;

class CompactPeersTest {

  @Test
  void of_mixedPeers_isIpv4First() {
    var ipv4 = new PeerAddress(Addresses.parse("192.0.2.1").orElseThrow(), 65535);
    var ipv6 = new PeerAddress(Addresses.parse("2001:db8::1").orElseThrow(), 1);

    var peers = CompactPeers.of(List.of(ipv6, ipv4, ipv6));

    assertThat(peers).containsExactly(ipv4, ipv6, ipv6).isEqualTo(List.of(ipv4, ipv6, ipv6));
    assertThat(CompactPeers.of(peers)).isSameAs(peers);
  }

  @Test
  void of_randomPeers_givesThemBack() {
    var random = new RandomAnnounces(new Random(7));
    for (int i = 0; i < 200; i++) {
      var ipv4 = random.peers(false);
      var ipv6 = random.peers(true);

      assertThat(CompactPeers.of(ipv4)).isEqualTo(ipv4);
      assertThat(CompactPeers.of(ipv6)).isEqualTo(ipv6);
      assertThat(CompactPeers.wrap(CompactPeers.of(ipv4).ipv4(), CompactPeers.of(ipv6).ipv6()))
          .hasSize(ipv4.size() + ipv6.size());
    }
  }

  @Test
  void wrap_partOfAPeer_isTheCallersMistake() {
    assertThatThrownBy(() -> CompactPeers.wrap(new byte[7], new byte[18]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("7 bytes of IPv4 and 18 of IPv6 peers, expected multiples of 6 and 18");
  }

  @Test
  void get_beyondTheEnd_isOutOfBounds() {
    var peers = CompactPeers.wrap(new byte[] {1, 2, 3, 4, 0, 1}, new byte[0]);

    assertThatThrownBy(() -> peers.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> peers.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void read_ipv4AddressInIpv6Clothes_isLeftOut() {
    var in = ByteBuffer.allocate(18).putShort(10, (short) -1).putShort(16, (short) 6881);

    assertThat(CompactPeers.read(in, true)).isEmpty();
  }
}
