package org.spillway.torrent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;

class CanonicalPriorityTest {
  private static PeerAddress peer(String address, int port) {
    try {
      return new PeerAddress(InetAddress.getByName(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the priority, which both ends must compute. */
  private static long priority(String one, String other) {
    long priority = CanonicalPriority.of(peer(one, 1), peer(other, 2));
    assertThat(CanonicalPriority.of(peer(other, 2), peer(one, 1))).isEqualTo(priority);
    return priority;
  }

  private static long crcOf(String hex) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    return crc.getValue();
  }

  /** The two examples of BEP 40. */
  @Test
  void of_examplesOfTheBep() {
    assertThat(priority("123.213.32.10", "98.76.54.32")).isEqualTo(0xec2d7224L);
    assertThat(priority("123.213.32.10", "123.213.32.234")).isEqualTo(0x99568189L);
  }

  @Test
  void of_sameNetworkOf16Bits() {
    assertThat(priority("192.0.2.255", "192.0.129.255")).isEqualTo(crcOf("c0000255" + "c0008155"));
  }

  @Test
  void of_sameAddress_byPorts() {
    long priority = CanonicalPriority.of(peer("192.0.2.1", 0x1234), peer("192.0.2.1", 0x0102));
    assertThat(priority).isEqualTo(crcOf("0102" + "1234"));
  }

  /** The value is that of other clients for these addresses. */
  @Test
  void of_ipv6() {
    assertThat(
            priority(
                "2015:7693:6cd9:a56a:e47f:7101:483e:800a",
                "b1fa:9ff2:fbdc:23b9:3618:332c:216c:5b4a"))
        .isEqualTo(0xfbd26e29L);
  }

  @Test
  void of_ipv6InOneNetwork_countsMoreOfTheAddress() {
    assertThat(priority("2001:db8:0:ffff::ff", "2001:db8:0:1ff::ff"))
        .isEqualTo(crcOf("20010db8000001550000000000000055" + "20010db80000ff550000000000000055"));
    assertThat(priority("2001:db8:0:ff00::ff", "2001:db8:0:ff01::ff"))
        .isEqualTo(crcOf("20010db80000ff000000000000000055" + "20010db80000ff010000000000000055"));
  }

  @Test
  void of_twoFamilies() {
    assertThatThrownBy(() -> CanonicalPriority.of(peer("192.0.2.1", 1), peer("2001:db8::1", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one family");
  }
}
