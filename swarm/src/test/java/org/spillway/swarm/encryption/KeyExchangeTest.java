package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.MalformedMessageException;

class KeyExchangeTest {
  private static final BigInteger PRIME = KeyExchange.PRIME;

  private static byte[] padded(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[KeyExchange.LENGTH];
    int length = Math.min(bytes.length, padded.length);
    System.arraycopy(bytes, bytes.length - length, padded, padded.length - length, length);
    return padded;
  }

  /** The check for subgroups relies on it. */
  @Test
  void prime_isSafe() {
    assertThat(PRIME.bitLength()).isEqualTo(768);
    assertThat(PRIME.isProbablePrime(50)).isTrue();
    assertThat(PRIME.shiftRight(1).isProbablePrime(50)).isTrue();
  }

  @Test
  void secret_isTheSameOnBothSides() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      var a = KeyExchange.random(random);
      var b = KeyExchange.random(random);
      var secretOfA = a.secret(KeyExchange.readPublicKey(b.publicKey()));
      var secretOfB = b.secret(KeyExchange.readPublicKey(a.publicKey()));
      assertThat(secretOfA.synchronisation())
          .as("seed %d", seed)
          .isEqualTo(secretOfB.synchronisation());
    }
  }

  /** A public key of few digits has zeros in front: 2 to the power of 9. */
  @Test
  void publicKey_small_isPadded() throws Exception {
    byte[] key = new KeyExchange(BigInteger.valueOf(9)).publicKey();
    assertThat(key).hasSize(KeyExchange.LENGTH).endsWith(2, 0);
    assertThat(Arrays.copyOf(key, KeyExchange.LENGTH - 2)).containsOnly(0);
    assertThat(KeyExchange.readPublicKey(key)).isEqualTo(BigInteger.valueOf(512));
  }

  @Test
  void readPublicKey_ofWhichAnybodyKnowsTheSecret_isRefused() throws Exception {
    var less = PRIME.subtract(BigInteger.ONE);
    var full = BigInteger.ONE.shiftLeft(768).subtract(BigInteger.ONE);
    for (var key : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, less, PRIME, full}) {
      assertThatThrownBy(() -> KeyExchange.readPublicKey(padded(key)))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessage("encryption: the public key is not between 1 and the prime less one");
    }
    var two = BigInteger.TWO;
    assertThat(KeyExchange.readPublicKey(padded(two))).isEqualTo(two);
    var greatest = PRIME.subtract(two);
    assertThat(KeyExchange.readPublicKey(padded(greatest))).isEqualTo(greatest);
  }
}
