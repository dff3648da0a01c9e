package org.spillway.swarm.encryption;

import java.util.List;
import java.util.Optional;

/** Says which connections are encrypted. */
public enum Encryption {
  /** No connection is encrypted; peers that begin to encrypt are disconnected. */
  OFF,
  /**
   * Peers may encrypt or not, and nothing is encrypted that need not be. Peers are dialled without
   * encryption, and once more with it if they close the connection without a word.
   */
  PREFER_PLAIN,
  /** Every connection is encrypted from its first byte to its last. */
  REQUIRE;

  /** Returns whether a connection may begin with BitTorrent's handshake. */
  boolean takesPlain() {
    return this != REQUIRE;
  }

  /** Returns whether a connection may begin with the handshake of the encryption. */
  boolean takesEncrypted() {
    return this != OFF;
  }

  /** Returns whether peers are dialled with encryption from the beginning. */
  public boolean dialsEncrypted() {
    return this == REQUIRE;
  }

  /**
   * Returns whether a peer that closed a plain connection without a word is dialled once more, with
   * encryption.
   */
  public boolean redialsEncrypted() {
    return this == PREFER_PLAIN;
  }

  /** Returns what may follow an encrypted handshake; the first method is preferred. */
  List<CryptoMethod> methods() {
    return switch (this) {
      case OFF -> List.of();
      case PREFER_PLAIN -> List.of(CryptoMethod.PLAINTEXT, CryptoMethod.RC4);
      case REQUIRE -> List.of(CryptoMethod.RC4);
    };
  }

  /** Returns the method to use, or empty if a crypto_provide offers none that is allowed. */
  Optional<CryptoMethod> select(int provided) {
    return methods().stream().filter(method -> method.isIn(provided)).findFirst();
  }
}
