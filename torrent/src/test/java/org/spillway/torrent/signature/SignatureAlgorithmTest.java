package org.spillway.torrent.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.torrent.signature.SignatureAlgorithm.ECDSA_SECP256R1_SHA256;
import static org.spillway.torrent.signature.SignatureAlgorithm.ECDSA_SECP384R1_SHA384;
import static org.spillway.torrent.signature.SignatureAlgorithm.ED25519;
import static org.spillway.torrent.signature.SignatureAlgorithm.RSA_PKCS1_SHA256;
import static org.spillway.torrent.signature.SignatureAlgorithm.RSA_PSS_PSS_SHA256;
import static org.spillway.torrent.signature.SignatureAlgorithm.RSA_PSS_RSAE_SHA256;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.junit.jupiter.api.Test;

class SignatureAlgorithmTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  private static KeyPair pair(String kind, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(parameters);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    return pair("EC", new ECGenParameterSpec(curve));
  }

  private static KeyPair rsa(String kind, int bits) throws GeneralSecurityException {
    return pair(kind, new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  private static void assertSigns(SignatureAlgorithm algorithm, KeyPair pair) {
    assertThat(algorithm.fits(pair.getPublic())).isTrue();
    assertThat(algorithm.fits(pair.getPrivate())).isTrue();
    byte[] signed = algorithm.sign(pair.getPrivate(), MESSAGE);
    assertThat(algorithm.verify(pair.getPublic(), MESSAGE, signed)).isTrue();
    assertThat(algorithm.verify(pair.getPublic(), new byte[] {1, 2, 4}, signed)).isFalse();
    assertThat(algorithm.verify(pair.getPublic(), MESSAGE, new byte[] {1})).isFalse();
    assertThat(SignatureAlgorithm.of(algorithm.label())).contains(algorithm);
  }

  @Test
  void sign_rsa() throws Exception {
    var pair = rsa("RSA", 2048);
    assertSigns(RSA_PKCS1_SHA256, pair);
    assertSigns(RSA_PSS_RSAE_SHA256, pair);
    assertThat(SignatureAlgorithm.forKey(pair.getPublic())).contains(RSA_PKCS1_SHA256);
    assertThat(RSA_PSS_PSS_SHA256.fits(pair.getPublic())).isFalse();
    var pss = rsa("RSASSA-PSS", 2048);
    assertSigns(RSA_PSS_PSS_SHA256, pss);
    assertThat(RSA_PKCS1_SHA256.fits(pss.getPublic())).isFalse();
  }

  @Test
  void sign_ec() throws Exception {
    var pair = ec("secp256r1");
    assertSigns(ECDSA_SECP256R1_SHA256, pair);
    assertSigns(ECDSA_SECP384R1_SHA384, ec("secp384r1"));
    assertThat(SignatureAlgorithm.forKey(pair.getPublic())).contains(ECDSA_SECP256R1_SHA256);
    assertThat(ECDSA_SECP384R1_SHA384.fits(pair.getPublic())).isFalse();
    assertThat(RSA_PKCS1_SHA256.verify(pair.getPublic(), MESSAGE, MESSAGE)).isFalse();
  }

  @Test
  void sign_ed25519() throws Exception {
    assertSigns(ED25519, pair("EdDSA", NamedParameterSpec.ED25519));
    assertThat(ED25519.fits(pair("EdDSA", NamedParameterSpec.ED448).getPublic())).isFalse();
  }

  @Test
  void forKey_tooShort() throws Exception {
    assertThat(SignatureAlgorithm.forKey(rsa("RSA", 1024).getPublic())).isEmpty();
  }

  @Test
  void of_unknown() {
    assertThat(SignatureAlgorithm.of("ECDSA_SECP256R1_SHA256")).isEmpty();
    assertThat(SignatureAlgorithm.of("rot13_sha1")).isEmpty();
  }
}
