package org.spillway.dns.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SipHashTest {
  private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

  private static byte[] counting(int length) {
    byte[] message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) i;
    }
    return message;
  }

  /** The example of the algorithm's paper, and the first and eighth of its test vectors. */
  @Test
  void hash_vectors() {
    var hash = new SipHash(KEY);
    assertThat(hash.hash(counting(15), 15)).isEqualTo(0xa129ca6149be45e5L);
    assertThat(hash.hash(counting(0), 0)).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(hash.hash(counting(8), 8)).isEqualTo(0x93f5f5799a932462L);
  }

  @Test
  void key_ofAnotherLength() {
    assertThatThrownBy(() -> new SipHash(new byte[15]))
        .hasMessage("a SipHash key has 16 bytes, not 15");
  }
}
