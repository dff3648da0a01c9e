package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

  /**
   * The vector of 15 bytes is that of the paper's appendix A, the others those of the authors'
   * reference implementation (vectors.h, read as little-endian integers); key and messages count up
   * from 0.
   */
  @ParameterizedTest
  @CsvSource({"0, 726fdb47dd0e0e31", "8, 93f5f5799a932462", "15, a129ca6149be45e5"})
  void hash_publishedVector(int length, String expected) {
    var hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    byte[] message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) i;
    }
    assertThat(Long.toHexString(hash.hash(message))).isEqualTo(expected);
  }
}
