package org.spillway.dns.dnssec;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * A key of a zone, which signs the zone's records and keys with ECDSA on P-256 and SHA-256 (RFC
 * 6605). Safe for use by many threads.
 */
public final class ZoneKey {
  /** The flags "zone key" and "secure entry point" (RFC 4034 §2.1.1, RFC 3757). */
  static final int FLAGS = DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY;

  static final int ALGORITHM = DNSSEC.Algorithm.ECDSAP256SHA256;

  /** The TTL of the DNSKEY and DS records, in seconds. */
  static final long TTL = Duration.ofHours(1).toSeconds();

  private static final String CURVE = "secp256r1";

  /**
   * The algorithm's name in Java, in the form whose signatures are the two numbers one after the
   * other, as RFC 6605 §4 demands.
   */
  private static final String SIGNATURE = "SHA256withECDSAinP1363Format";

  /** The length of the private number, in bytes. */
  private static final int LENGTH = 32;

  private final PrivateKey secret;
  private final DNSKEYRecord dnskey;

  private ZoneKey(PrivateKey secret, DNSKEYRecord dnskey) {
    this.secret = secret;
    this.dnskey = dnskey;
  }

  static ZoneKey generate(Name zone) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      var pair = generator.generateKeyPair();
      return new ZoneKey(
          pair.getPrivate(),
          new DNSKEYRecord(
              zone,
              DClass.IN,
              TTL,
              FLAGS,
              DNSKEYRecord.Protocol.DNSSEC,
              ALGORITHM,
              pair.getPublic()));
    } catch (GeneralSecurityException | DNSSEC.DNSSECException e) {
      throw new IllegalStateException("every JDK has " + CURVE, e);
    }
  }

  /**
   * Makes a key of its two halves.
   *
   * @param dnskey the DNSKEY record
   * @param secret the private number
   * @throws GeneralSecurityException if the number does not belong to this DNSKEY record
   */
  static ZoneKey of(DNSKEYRecord dnskey, byte[] secret) throws GeneralSecurityException {
    var key = new ZoneKey(PrivateNumber.key(new BigInteger(1, secret), CURVE), dnskey);
    byte[] probe = {1, 2, 3};
    if (!key.verifies(probe, key.sign(probe))) {
      throw new GeneralSecurityException("private and public key do not belong together");
    }
    return key;
  }

  private boolean verifies(byte[] data, byte[] signature) throws GeneralSecurityException {
    try {
      var verifier = Signature.getInstance(SIGNATURE);
      verifier.initVerify(dnskey.getPublicKey());
      verifier.update(data);
      return verifier.verify(signature);
    } catch (DNSSEC.DNSSECException e) {
      throw new GeneralSecurityException("no public key of P-256", e);
    }
  }

  /** Returns the signature of 64 bytes (RFC 6605 §4), which differs each time. */
  byte[] sign(byte[] data) {
    try {
      var signature = Signature.getInstance(SIGNATURE);
      signature.initSign(secret);
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that has signed before", e);
    }
  }

  /** Returns the private number, in 32 bytes. */
  byte[] secret() {
    byte[] number = ((ECPrivateKey) secret).getS().toByteArray();
    byte[] padded = new byte[LENGTH];
    // In two's complement the number has one byte more for the sign, or fewer if it is small.
    int length = Math.min(number.length, LENGTH);
    System.arraycopy(number, number.length - length, padded, LENGTH - length, length);
    Arrays.fill(number, (byte) 0);
    return padded;
  }

  /** Returns the apex of the zone. */
  public Name zone() {
    return dnskey.getName();
  }

  /** Returns the key tag (RFC 4034 Appendix B). */
  public int tag() {
    return dnskey.getFootprint();
  }

  public DNSKEYRecord dnskey() {
    return dnskey;
  }

  /** Returns the DS record that the parent zone must hold, with SHA-256 (RFC 4509). */
  public DSRecord ds() {
    return new DSRecord(zone(), DClass.IN, TTL, DNSSEC.Digest.SHA256, dnskey);
  }

  @Override
  public String toString() {
    return zone() + " " + tag();
  }
}
