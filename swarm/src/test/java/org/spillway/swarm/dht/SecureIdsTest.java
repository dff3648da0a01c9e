package org.spillway.swarm.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.net.IpAddresses;

class SecureIdsTest {
  private final Random random = new Random(42);

  private static NodeId id(String hex) {
    return NodeId.of(HexFormat.of().parseHex(hex));
  }

  /** The vectors are those of BEP 42; the first 21 bits and the last byte count. */
  @ParameterizedTest
  @CsvSource({
    "124.31.75.21, 5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401",
    "21.75.31.124, 5a3ce9c14e7a08645677bbd1cfe7d8f956d53256",
    "65.23.51.170, a5d43220bc8f112a3d426c84764f8c2a1150e616",
    "84.124.73.14, 1b0321dd1bb1fe518101ceef99462b947a01ff41",
    "43.213.53.83, e56f6cbf5b7c4be0237986d5243b87aa6d51305a",
  })
  void fits_vectors(String address, String hex) {
    var inet = IpAddresses.parse(address).orElseThrow();
    byte[] bytes = id(hex).toBytes();
    assertThat(SecureIds.fits(NodeId.of(bytes), inet)).isTrue();
    bytes[2] ^= 7;
    assertThat(SecureIds.fits(NodeId.of(bytes), inet)).isTrue();
    bytes[2] ^= 8;
    assertThat(SecureIds.fits(NodeId.of(bytes), inet)).isFalse();
    bytes[2] ^= 8;
    bytes[19] ^= 1;
    assertThat(SecureIds.fits(NodeId.of(bytes), inet)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"124.31.75.21", "2a01:4f8::1", "2600:1f18:1234:5678:9abc::1"})
  void create_fits(String address) {
    var inet = IpAddresses.parse(address).orElseThrow();
    for (int i = 0; i < 1000; i++) {
      assertThat(SecureIds.fits(SecureIds.create(inet, random), inet)).isTrue();
    }
    assertThat(SecureIds.fits(NodeId.random(random), inet)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.0.1", "::1", "fe80::1"})
  void fits_anyIdOfAnAddressThatIsNotPublic(String address) {
    assertThat(SecureIds.fits(NodeId.random(random), IpAddresses.parse(address).orElseThrow()))
        .isTrue();
  }

  /** The prefix depends on all of the first 64 bits that the mask keeps, and on nothing else. */
  @Test
  void fits_ipv6_networkOnly() {
    var one = IpAddresses.parse("2a01:4f8:0:1::1").orElseThrow();
    var same = IpAddresses.parse("2a01:4f8:0:1:ffff::2").orElseThrow();
    var other = IpAddresses.parse("2a01:4f8:0:2::1").orElseThrow();
    var id = SecureIds.create(one, random);
    assertThat(SecureIds.fits(id, same)).isTrue();
    assertThat(SecureIds.fits(id, other)).isFalse();
  }
}
