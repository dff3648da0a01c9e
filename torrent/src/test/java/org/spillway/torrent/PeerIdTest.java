package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers are known by: their ids and addresses. */
class PeerIdTest {
  @Test
  void random_ours() {
    var random = new Random(1);
    var id = PeerId.random(random);
    assertThat(new String(id.toBytes(), ISO_8859_1)).startsWith("-SW0100-").hasSize(20);
    assertThat(PeerId.random(random)).isNotEqualTo(id);
    assertThat(PeerId.of(id.toBytes())).isEqualTo(id).hasSameHashCodeAs(id);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 6881, false, 192.0.2.1:6881",
    "2001:db8::1, 65535, true, [2001:db8:0:0:0:0:0:1]:65535",
  })
  void address_text(String address, int port, boolean ipv6, String text) throws Exception {
    var peer = new PeerAddress(InetAddress.getByName(address), port);
    assertThat(peer).hasToString(text);
    assertThat(peer.isIpv6()).isEqualTo(ipv6);
    assertThat(peer.toSocketAddress().getPort()).isEqualTo(port);
    assertThat(peer.toSocketAddress().getAddress()).isEqualTo(peer.address());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536})
  void address_port(int port) {
    assertThatThrownBy(() -> new PeerAddress(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a peer's port must be 1 to 65535, was " + port);
  }
}
