package org.spillway.swarm.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.CanonicalPriority;

class OwnAddressesTest {
  private static final PeerAddress PEER = new PeerAddress(address("98.76.54.32"), 1);

  private int port = 6881;
  private final OwnAddresses own = new OwnAddresses(() -> port);

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static long from(String ours) {
    return CanonicalPriority.of(new PeerAddress(address(ours), 6881), PEER);
  }

  @Test
  void priorityOf_noAddressOfTheFamily() {
    assertThat(own.priorityOf(PEER)).isZero();
    own.seen(address("2001:db8::1"));
    own.seen(address("0.0.0.0"));
    assertThat(own.priorityOf(PEER)).isZero();
  }

  @Test
  void priorityOf_addressFurthestOutside() {
    own.seen(address("192.168.1.2"));
    assertThat(own.priorityOf(PEER)).isEqualTo(from("192.168.1.2"));
    own.seen(address("123.213.32.10"));
    own.seen(address("127.0.0.1"));
    own.seen(address("192.168.1.2"));
    assertThat(own.priorityOf(PEER)).isEqualTo(0xec2d7224L);
  }

  @Test
  void priorityOf_notListening() {
    own.seen(address("192.168.1.2"));
    port = 0;
    assertThat(own.priorityOf(PEER)).isZero();
  }
}
