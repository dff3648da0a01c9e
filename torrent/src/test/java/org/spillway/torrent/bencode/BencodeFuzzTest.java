package org.spillway.torrent.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class BencodeFuzzTest {
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void decode(byte[] bytes) {
    requireSameBytesBack(bytes);
  }

  /**
   * What can be read leniently has a strict form of the same value, and fits the strict reading.
   */
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void decodeLeniently(byte[] bytes) {
    try {
      var prefix = Bencode.decodeLeniently(bytes);
      assertThat(Bencode.decode(prefix.value().encode())).isEqualTo(prefix.value());
    } catch (MalformedBencodeException e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
      requireNotDecodable(bytes);
    }
  }

  private static void requireNotDecodable(byte[] bytes) {
    assertThatThrownBy(() -> Bencode.decodePrefix(bytes))
        .isInstanceOf(MalformedBencodeException.class);
  }

  static Stream<byte[]> seeds() {
    return LongStream.range(0, 20).mapToObj(seed -> new RandomBencode(seed).value(4).encode());
  }

  /** There is one byte form of a value: what can be decoded is encoded to the same bytes. */
  static void requireSameBytesBack(byte[] bytes) {
    try {
      assertThat(Bencode.decode(bytes).encode()).isEqualTo(bytes);
      assertThat(Bencode.decodePrefix(bytes).end()).isEqualTo(bytes.length);
    } catch (MalformedBencodeException e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
      requirePrefix(bytes);
    }
  }

  private static void requirePrefix(byte[] bytes) {
    try {
      var prefix = Bencode.decodePrefix(bytes);
      assertThat(prefix.value().encode()).isEqualTo(Arrays.copyOf(bytes, prefix.end()));
    } catch (MalformedBencodeException e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
    }
  }
}
