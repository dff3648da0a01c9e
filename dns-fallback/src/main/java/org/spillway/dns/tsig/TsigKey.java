package org.spillway.dns.tsig;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/** A secret that is shared with another name server, with the name that both sides call it by. */
public final class TsigKey {
  private final Name name;
  private final TsigAlgorithm algorithm;
  private final SecretKeySpec secret;

  private TsigKey(Name name, TsigAlgorithm algorithm, byte[] secret) {
    this.name = name;
    this.algorithm = algorithm;
    this.secret = new SecretKeySpec(secret, algorithm.java());
  }

  /**
   * Reads a key from a text.
   *
   * @param text {@code NAME:ALGORITHM:BASE64} such as {@code
   *     secondary.example:hmac-sha256:c2VjcmV0}
   * @throws IllegalArgumentException if the text is not a key; the message does not repeat the
   *     secret
   */
  public static TsigKey parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a key must be NAME:ALGORITHM:BASE64");
    }
    var algorithm =
        TsigAlgorithm.of(parts[1])
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "key %s: the algorithm must be one of %s, was '%s'"
                            .formatted(
                                parts[0], Arrays.toString(TsigAlgorithm.values()), parts[1])));
    return new TsigKey(name(parts[0]), algorithm, secret(parts[0], parts[2]));
  }

  private static Name name(String text) {
    try {
      var name = Name.fromString(text.toLowerCase(Locale.ROOT), Name.root);
      if (!name.equals(Name.root)) {
        return name;
      }
    } catch (TextParseException e) {
      // The exception below says it.
    }
    throw new IllegalArgumentException("a key's name must be a domain name, was '" + text + "'");
  }

  private static byte[] secret(String name, String base64) {
    try {
      byte[] secret = Base64.getDecoder().decode(base64);
      if (secret.length > 0) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      // The exception below says it, without the secret.
    }
    throw new IllegalArgumentException("key " + name + ": the secret must be base64");
  }

  /** Returns the name, in lower case. */
  public Name name() {
    return name;
  }

  TsigAlgorithm algorithm() {
    return algorithm;
  }

  boolean isNamedBy(TSIGRecord tsig) {
    return tsig.getName().equals(name) && tsig.getAlgorithm().equals(algorithm.wireName());
  }

  /** Returns an object that signs with the key, and verifies. */
  TSIG tsig(InstantSource clock) {
    return new TSIG(algorithm.wireName(), name, secret, clock.withZone(ZoneOffset.UTC));
  }

  /** Returns the name and the algorithm, but never the secret. */
  @Override
  public String toString() {
    return name + " " + algorithm;
  }
}
