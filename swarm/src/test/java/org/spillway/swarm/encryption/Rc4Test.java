package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rc4Test {
  /** The vectors of RFC 6229 for keys of 40, 128 and 256 bits, at offsets 0, 1024 and 4096. */
  @ParameterizedTest
  @CsvSource({
    "0102030405, 0, b2396305f03dc027ccc3524a0a1118a8",
    "0102030405, 1024, 30abbcc7c20b01609f23ee2d5f6bb7df",
    "0102030405, 4096, ff25b58995996707e51fbdf08b34d875",
    "0102030405060708090a0b0c0d0e0f10, 0, 9ac7cc9a609d1ef7b2932899cde41b97",
    "0102030405060708090a0b0c0d0e0f10, 1024, bdf0324e6083dcc6d3cedd3ca8c53c16",
    "0102030405060708090a0b0c0d0e0f10, 4096, a36a4c301ae8ac13610ccbc12256cacc",
    "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20, 0,"
        + " eaa6bd25880bf93d3f5d1e4ca2611d91",
    "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20, 1024,"
        + " 7fec5bfd9f9b89ce6548309092d7e958",
    "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20, 4096,"
        + " f3e4c0a2e02d1d01f7f0a74618af2b48"
  })
  void keyStream_isThatOfRfc6229(String key, int offset, String expected) {
    byte[] stream = new Rc4(HexFormat.of().parseHex(key)).apply(new byte[offset + 16]);
    assertThat(Arrays.copyOfRange(stream, offset, offset + 16))
        .isEqualTo(HexFormat.of().parseHex(expected));
  }

  @Test
  void dropping_beginsAfterAKilobyte() {
    byte[] stream = Rc4.dropping(HexFormat.of().parseHex("0102030405")).apply(new byte[16]);
    assertThat(stream).isEqualTo(HexFormat.of().parseHex("30abbcc7c20b01609f23ee2d5f6bb7df"));
  }

  /** In parts of any length, in heap buffers and direct ones, with bytes around them. */
  @Test
  void apply_inParts_encryptsLikeTheJdk() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] key = new byte[20];
    random.nextBytes(key);
    var jdk = Cipher.getInstance("ARCFOUR");
    jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ARCFOUR"));
    var ours = new Rc4(key);
    for (int i = 0; i < 500; i++) {
      byte[] plain = new byte[random.nextInt(100)];
      random.nextBytes(plain);
      int from = random.nextInt(plain.length + 1);
      int to = from + random.nextInt(plain.length - from + 1);
      var buffer = random.nextBoolean() ? ByteBuffer.allocateDirect(100) : ByteBuffer.allocate(100);
      buffer.put(plain).position(from).limit(to);
      ours.apply(buffer);
      assertThat(buffer.position()).isEqualTo(from);
      byte[] expected = plain.clone();
      byte[] part = jdk.update(plain, from, to - from);
      if (part != null) {
        System.arraycopy(part, 0, expected, from, to - from);
      }
      byte[] found = new byte[plain.length];
      buffer.clear().get(found);
      assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }
  }
}
