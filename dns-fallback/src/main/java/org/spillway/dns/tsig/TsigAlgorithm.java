package org.spillway.dns.tsig;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** The HMACs of RFC 8945 §6. */
enum TsigAlgorithm {
  HMAC_MD5("HmacMD5", 16),
  HMAC_SHA1("HmacSHA1", 20),
  HMAC_SHA224("HmacSHA224", 28),
  HMAC_SHA256("HmacSHA256", 32),
  HMAC_SHA256_128("HmacSHA256", 16),
  HMAC_SHA384("HmacSHA384", 48),
  HMAC_SHA384_192("HmacSHA384", 24),
  HMAC_SHA512("HmacSHA512", 64),
  HMAC_SHA512_256("HmacSHA512", 32);

  private final String java;
  private final int length;

  TsigAlgorithm(String java, int length) {
    this.java = java;
    this.length = length;
  }

  /**
   * Returns the algorithm of a name.
   *
   * @param text a name such as {@code hmac-sha256}
   */
  static Optional<TsigAlgorithm> of(String text) {
    return Stream.of(values())
        .filter(algorithm -> algorithm.toString().equalsIgnoreCase(text))
        .findFirst();
  }

  /** Returns the name that Java gives the algorithm. */
  String java() {
    return java;
  }

  /** Returns the length of its MACs, in bytes; three algorithms truncate them (RFC 4635 §3.1). */
  int length() {
    return length;
  }

  /**
   * Returns the length to which the other side may truncate a MAC (RFC 8945 §5.2.2.1), in bytes.
   */
  int shortest() {
    return Math.max(10, length / 2);
  }

  /** Returns the name as it stands in the records. */
  Name wireName() {
    // This name is older than the rule (RFC 8945 §6).
    String tail = this == HMAC_MD5 ? ".sig-alg.reg.int." : ".";
    return Name.fromConstantString(this + tail);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
