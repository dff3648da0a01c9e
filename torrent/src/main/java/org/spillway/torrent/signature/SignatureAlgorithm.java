package org.spillway.torrent.signature;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The algorithms that sign torrents, by the names that TLS gives them (RFC 8446 §4.2.3). */
public enum SignatureAlgorithm {
  RSA_PKCS1_SHA256("SHA256withRSA", "RSA", ""),
  RSA_PSS_RSAE_SHA256("RSASSA-PSS", "RSA", ""),
  RSA_PSS_PSS_SHA256("RSASSA-PSS", "RSASSA-PSS", ""),
  ECDSA_SECP256R1_SHA256("SHA256withECDSA", "EC", "secp256r1"),
  ECDSA_SECP384R1_SHA384("SHA384withECDSA", "EC", "secp384r1"),
  ECDSA_SECP521R1_SHA512("SHA512withECDSA", "EC", "secp521r1"),
  ED25519("Ed25519", "EdDSA", "Ed25519");

  /**
   * The shortest RSA key that is accepted, in bits; certificates of the web have no shorter keys.
   */
  private static final int MIN_RSA = 2048;

  private static final int MAX_RSA = 8192;

  private static final PSSParameterSpec PSS_SHA256 =
      new PSSParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

  private final String jcaName;
  private final String keyAlgorithm;
  private final String curve;

  SignatureAlgorithm(String jcaName, String keyAlgorithm, String curve) {
    this.jcaName = jcaName;
    this.keyAlgorithm = keyAlgorithm;
    this.curve = curve;
  }

  /** Returns the name as it stands in records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the algorithm of a name.
   *
   * @return empty for a name that stands for none of these
   */
  public static Optional<SignatureAlgorithm> of(String label) {
    return Stream.of(values()).filter(algorithm -> algorithm.label().equals(label)).findFirst();
  }

  /**
   * Returns the algorithm to use with a key that allows several.
   *
   * @return empty if no algorithm fits such a key
   */
  public static Optional<SignatureAlgorithm> forKey(Key key) {
    return Stream.of(values()).filter(algorithm -> algorithm.fits(key)).findFirst();
  }

  /** Returns whether this algorithm works with a key, private or public. */
  public boolean fits(Key key) {
    if (!key.getAlgorithm().equals(keyAlgorithm)) {
      return false;
    }
    if (key instanceof RSAKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return bits >= MIN_RSA && bits <= MAX_RSA;
    }
    return key instanceof ECKey ec ? isOnCurve(ec) : isOnCurve((EdECKey) key);
  }

  private boolean isOnCurve(EdECKey key) {
    return key.getParams().getName().equals(curve);
  }

  private boolean isOnCurve(ECKey key) {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curve));
      var named = parameters.getParameterSpec(ECParameterSpec.class);
      return named.getCurve().equals(key.getParams().getCurve());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(curve + " is part of every Java platform", e);
    }
  }

  /**
   * Signs a message.
   *
   * @param key a key that {@link #fits}
   */
  byte[] sign(PrivateKey key, byte[] message) {
    try {
      var signature = signature();
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that fits " + label(), e);
    }
  }

  /**
   * Returns whether the signature over this message was made by this algorithm, with the private
   * key that belongs to this public key.
   */
  public boolean verify(PublicKey key, byte[] message, byte[] signed) {
    if (!fits(key)) {
      return false;
    }
    try {
      var signature = signature();
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // The bytes have a form that no signature has.
      return false;
    }
  }

  private Signature signature() throws GeneralSecurityException {
    var signature = Signature.getInstance(jcaName);
    if (jcaName.equals("RSASSA-PSS")) {
      signature.setParameter(PSS_SHA256);
    }
    return signature;
  }
}
