package org.spillway.torrent.bencode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BencodeRandomTest {
  private static final long SEED = 20_260_101;

  @Test
  void decode_whatWasEncoded() throws Exception {
    System.out.println("BencodeRandomTest: seed " + SEED);
    var values = new RandomBencode(SEED);
    for (int i = 0; i < 5_000; i++) {
      var value = values.value(5);
      assertThat(Bencode.decode(value.encode())).isEqualTo(value);
    }
  }

  @Test
  void decode_oneByteChanged() {
    var values = new RandomBencode(SEED + 1);
    var random = new Random(SEED + 1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = values.value(4).encode();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      BencodeFuzzTest.requireSameBytesBack(bytes);
    }
  }
}
