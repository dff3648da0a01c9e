package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.webapp.Certificates;
import org.spillway.webapp.config.TlsSettings;

/** Pairs that openssl made. */
class TlsIdentityIT {
  @TempDir private Path folder;

  private Certificates certificates;

  @BeforeEach
  void prepare() {
    certificates = new Certificates(folder);
  }

  private static void assertRead(TlsSettings settings, Path key, String algorithm)
      throws Exception {
    var read = TlsIdentity.read(new TlsSettings(0, settings.certificate(), key));
    assertThat(read.key().getAlgorithm()).isEqualTo(algorithm);
    assertThat(read.chain()).containsExactly(Certificates.read(settings.certificate()));
    assertThat(read.toKeyStore().isKeyEntry("spillway")).isTrue();
  }

  private static void assertRefused(Path certificate, Path key, String message) {
    assertThatThrownBy(() -> TlsIdentity.read(new TlsSettings(0, certificate, key)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void read_rsa_inItsTwoForms() throws Exception {
    var rsa = certificates.rsa("rsa");
    String key = rsa.key().toString();
    assertRead(rsa, rsa.key(), "RSA");
    var traditional = certificates.openssl("1.key", "rsa", "-in", key, "-traditional");
    assertThat(traditional).content().contains("BEGIN RSA PRIVATE KEY");
    assertRead(rsa, traditional, "RSA");
  }

  @Test
  void read_ec_inItsThreeForms() throws Exception {
    var ec = certificates.ec("ec");
    String key = ec.key().toString();
    assertRead(ec, ec.key(), "EC");
    var traditional = certificates.openssl("1.key", "ec", "-in", key);
    assertThat(traditional).content().contains("BEGIN EC PRIVATE KEY");
    assertRead(ec, traditional, "EC");
    var parameters = certificates.openssl("2.pem", "ecparam", "-name", "prime256v1");
    var both = Files.readString(parameters) + Files.readString(traditional);
    assertRead(ec, Files.writeString(folder.resolve("2.key"), both), "EC");
  }

  @Test
  void read_otherAlgorithms() throws Exception {
    var ed25519 = certificates.selfSigned("ed25519", "-newkey", "ed25519");
    assertRead(ed25519, ed25519.key(), "EdDSA");
    var p521 =
        certificates.selfSigned("p521", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521");
    assertRead(p521, p521.key(), "EC");
    assertRead(p521, certificates.openssl("1.key", "ec", "-in", p521.key().toString()), "EC");
  }

  @Test
  void read_chainAndKeyInOneFile_withWordsAround() throws Exception {
    var ec = certificates.ec("ec");
    var other = certificates.rsa("other");
    var all =
        Files.writeString(
            folder.resolve("all.pem"),
            "subject=CN = ec\n\n"
                + Files.readString(ec.certificate())
                + "and who vouches for it\n"
                + Files.readString(other.certificate())
                + Files.readString(ec.key()));
    assertThat(TlsIdentity.read(new TlsSettings(0, all, all)).chain())
        .containsExactly(
            Certificates.read(ec.certificate()), Certificates.read(other.certificate()));
  }

  @Test
  void read_encryptedKeys_saysHowToDecrypt() throws Exception {
    var rsa = certificates.rsa("rsa");
    String key = rsa.key().toString();
    for (String form : new String[] {"-aes128", "-aes256"}) {
      var encrypted = folder.resolve(form + ".key");
      certificates.openssl(
          encrypted.toString(), "pkey", "-in", key, form, "-passout", "pass:secret");
      assertRefused(
          rsa.certificate(),
          encrypted,
          "http.tls-key: %s: the key is encrypted; this command removes its password: openssl pkey -in %s"
              .formatted(encrypted, encrypted));
    }
    var traditional =
        certificates.openssl(
            "t.key", "rsa", "-in", key, "-traditional", "-aes128", "-passout", "pass:secret");
    assertRefused(rsa.certificate(), traditional, "t.key: the key is encrypted;");
  }

  @Test
  void read_pairsThatDoNotFit() throws Exception {
    var rsa = certificates.rsa("rsa");
    var ec = certificates.ec("ec");
    String notTheKey = " is not the key of the first certificate in ";
    assertRefused(rsa.certificate(), certificates.rsa("other").key(), notTheKey.strip());
    assertRefused(ec.certificate(), certificates.ec("another").key(), notTheKey.strip());
    assertRefused(
        ec.certificate(), rsa.key(), "http.tls-key: " + rsa.key() + ": is not the EC key");
    assertRefused(
        rsa.certificate(), ec.key(), "http.tls-key: " + ec.key() + ": is not the RSA key");
  }

  @Test
  void read_curveUnknownToJava() throws Exception {
    var odd =
        certificates.selfSigned("odd", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1");
    assertRefused(odd.certificate(), odd.key(), "http.tls-key: " + odd.key() + ": is a key that");
  }

  @Test
  void read_filesWithoutWhatIsLookedFor() throws Exception {
    var rsa = certificates.rsa("rsa");
    Path none = folder.resolve("none");
    assertRefused(none, rsa.key(), "http.tls-certificate: " + none + ": no such file");
    assertRefused(rsa.certificate(), none, "http.tls-key: " + none + ": no such file");
    assertRefused(folder, rsa.key(), "http.tls-certificate: " + folder + ": cannot be read");
    assertRefused(rsa.key(), rsa.key(), "it holds no certificate in PEM form");
    assertRefused(rsa.certificate(), rsa.certificate(), "it holds no private key in PEM form");
    var half = folder.resolve("half.pem");
    String whole = Files.readString(rsa.certificate());
    Files.writeString(half, whole.substring(0, whole.length() / 2));
    assertRefused(half, rsa.key(), "it holds no certificate in PEM form");
    Files.writeString(half, whole.substring(0, 400) + "\n-----END CERTIFICATE-----\n");
    assertRefused(half, rsa.key(), "half.pem: ");
    Files.writeString(half, "-----BEGIN DSA PRIVATE KEY-----\nMIIB\n-----END DSA PRIVATE KEY-----");
    assertRefused(
        rsa.certificate(),
        half,
        "this command converts it: openssl pkcs8 -topk8 -nocrypt -in " + half);
  }
}
