package org.spillway.webapp.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.TlsSettings;

/**
 * The server's identity: a private key and its certificate, which fit together.
 *
 * @param chain the certificate chain as it stands in the file, the server's own certificate first
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  /** The password that key stores need, even in memory. */
  static final String PASSWORD = "in memory only";

  private static final byte[] PROBE = {1, 2, 3};

  /**
   * Reads the files.
   *
   * @throws IOException if there is no such pair in the files; the message names the file and says
   *     why
   */
  static TlsIdentity read(TlsSettings settings) throws IOException {
    var chain = chain(PemFile.read(HttpConfig.TLS_CERTIFICATE, settings.certificate()));
    var keyFile = PemFile.read(HttpConfig.TLS_KEY, settings.key());
    var publicKey = chain.get(0).getPublicKey();
    var key = key(keyFile, publicKey);
    try {
      if (!fit(key, publicKey)) {
        throw keyFile.wrong("is not the key of the first certificate in " + settings.certificate());
      }
    } catch (GeneralSecurityException e) {
      throw keyFile.wrong("is a key that Java cannot use: " + e.getMessage());
    }
    return new TlsIdentity(key, chain);
  }

  private static List<X509Certificate> chain(PemFile file) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    for (var block : file.blocks()) {
      if (block.label().equals("CERTIFICATE")) {
        chain.add(certificate(file, block));
      }
    }
    if (chain.isEmpty()) {
      throw file.wrong("it holds no certificate in PEM form");
    }
    return chain;
  }

  private static X509Certificate certificate(PemFile file, PemFile.Block block) throws IOException {
    try {
      var bytes = new ByteArrayInputStream(file.bytes(block));
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    } catch (CertificateException e) {
      throw file.wrong("a certificate in it cannot be read: " + e.getMessage());
    }
  }

  private static PrivateKey key(PemFile file, PublicKey publicKey) throws IOException {
    var block =
        file.blocks().stream()
            .filter(b -> b.label().endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() -> file.wrong("it holds no private key in PEM form"));
    if (block.isEncrypted()) {
      throw file.wrong(
          "the key is encrypted; this command removes its password: openssl pkey -in %s -out NEW-FILE"
              .formatted(file.path()));
    }
    String algorithm = publicKey.getAlgorithm();
    try {
      var spec = new PKCS8EncodedKeySpec(pkcs8(file, block, publicKey));
      return KeyFactory.getInstance(algorithm).generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      throw file.wrong(
          "is not the %s key that the certificate needs, or is of a kind that Java cannot read"
              .formatted(algorithm));
    }
  }

  private static byte[] pkcs8(PemFile file, PemFile.Block block, PublicKey publicKey)
      throws IOException {
    return switch (block.label()) {
      case "PRIVATE KEY" -> file.bytes(block);
      case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
          Der.pkcs8(publicKey.getEncoded(), file.bytes(block));
      default ->
          throw file.wrong(
              "a %s cannot be read; this command converts it: openssl pkcs8 -topk8 -nocrypt -in %s -out NEW-FILE"
                  .formatted(block.label(), file.path()));
    };
  }

  /** Returns whether the key fits the certificate: its signature is verified by the public key. */
  private static boolean fit(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
    if (key instanceof RSAKey one && publicKey instanceof RSAKey other) {
      return one.getModulus().equals(other.getModulus());
    }
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(PROBE);
    return signature.verify(signed);
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  KeyStore toKeyStore() {
    try {
      // This kind takes a chain as it is, in any order.
      var store = KeyStore.getInstance("JKS");
      store.load(null, null);
      store.setKeyEntry("spillway", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory", e);
    }
  }
}
