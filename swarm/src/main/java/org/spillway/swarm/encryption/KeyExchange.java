package org.spillway.swarm.encryption;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.spillway.torrent.peer.MalformedMessageException;

/**
 * One side of a Diffie-Hellman key exchange. It takes 0.15 ms to make one, and 0.25 ms to find the
 * secret. Immutable.
 */
final class KeyExchange {
  /** The length of public keys and of the secret, in bytes. */
  static final int LENGTH = 96;

  /** The length of the private key, in bytes, as the specification recommends. */
  private static final int PRIVATE_LENGTH = 20;

  /** The prime: (prime - 1) / 2 is a prime as well. */
  static final BigInteger PRIME =
      new BigInteger(
          "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A0879"
              + "8E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9"
              + "A63A36210000000000090563",
          16);

  private static final BigInteger GENERATOR = BigInteger.TWO;

  private final BigInteger privateKey;
  private final byte[] publicKey;

  KeyExchange(BigInteger privateKey) {
    this.privateKey = privateKey;
    this.publicKey = toBytes(GENERATOR.modPow(privateKey, PRIME));
  }

  static KeyExchange random(RandomGenerator random) {
    byte[] key = new byte[PRIVATE_LENGTH];
    random.nextBytes(key);
    return new KeyExchange(new BigInteger(1, key));
  }

  /** Returns the key that the other side must be sent. */
  byte[] publicKey() {
    return publicKey;
  }

  /**
   * Reads the public key of the other side. Those with which anybody knows the secret are refused:
   * as the prime is a safe one, they are 0, 1 and the prime less one.
   *
   * @param bytes {@value #LENGTH} bytes
   */
  static BigInteger readPublicKey(byte[] bytes) throws MalformedMessageException {
    var key = new BigInteger(1, bytes);
    if (key.compareTo(BigInteger.ONE) <= 0 || key.compareTo(PRIME.subtract(BigInteger.ONE)) >= 0) {
      throw new MalformedMessageException(
          "encryption: the public key is not between 1 and the prime less one");
    }
    return key;
  }

  /** Returns what both sides know then. */
  DhSecret secret(BigInteger theirs) {
    return new DhSecret(toBytes(theirs.modPow(privateKey, PRIME)));
  }

  private static byte[] toBytes(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[LENGTH];
    int length = Math.min(bytes.length, LENGTH);
    System.arraycopy(bytes, bytes.length - length, padded, LENGTH - length, length);
    return padded;
  }
}
