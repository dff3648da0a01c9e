package org.spillway.swarm.encryption;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** What follows the handshake: crypto_provide and crypto_select have a bit for each. */
public enum CryptoMethod {
  /** Only the handshake is encrypted. */
  PLAINTEXT(0x01),
  /** Everything is encrypted with RC4. */
  RC4(0x02);

  private final int bit;

  CryptoMethod(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  /** Returns whether a crypto_provide offers this method. */
  boolean isIn(int provided) {
    return (provided & bit) != 0;
  }

  /** Returns the crypto_provide that offers these methods. */
  static int bits(Collection<CryptoMethod> methods) {
    return methods.stream().mapToInt(method -> method.bit).reduce(0, (a, b) -> a | b);
  }

  /** Returns the method of a crypto_select, or empty if it does not name exactly one. */
  static Optional<CryptoMethod> selected(int bits) {
    return Arrays.stream(values()).filter(method -> method.bit == bits).findFirst();
  }
}
