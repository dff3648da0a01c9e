package org.spillway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
  private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

  private static byte[] counting(int length) {
    byte[] message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) i;
    }
    return message;
  }

  /**
   * The vector of 15 bytes is that of the paper's appendix A, the others those of the authors'
   * reference implementation (vectors.h, read as little-endian integers); key and messages count up
   * from 0.
   */
  @ParameterizedTest
  @CsvSource({"0, 726fdb47dd0e0e31", "8, 93f5f5799a932462", "15, a129ca6149be45e5"})
  void hash_publishedVector(int length, String expected) {
    assertThat(Long.toHexString(new SipHash(KEY).hash(counting(length)))).isEqualTo(expected);
  }

  @Test
  void random_anotherKeyEachTime() {
    var random = new SecureRandom();
    assertThat(SipHash.random(random).hash(KEY)).isNotEqualTo(SipHash.random(random).hash(KEY));
  }

  @Test
  void key_ofAnotherLength() {
    assertThatThrownBy(() -> new SipHash(new byte[15]))
        .hasMessage("a SipHash key has 16 bytes, not 15");
  }
}
