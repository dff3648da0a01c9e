package org.spillway.dns;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.spillway.testing.Program;
import org.spillway.torrent.signature.TorrentSigner;

/** Keys and certificates that vouch for themselves, made by the JDK's keytool. */
final class TestSigners {
  private static final char[] PASSWORD = "secret".toCharArray();

  private TestSigners() {}

  static TorrentSigner make(Path folder, String name, String... hosts) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Program.run(
        0,
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-keystore",
        file.toString(),
        "-storepass",
        new String(PASSWORD),
        "-alias",
        "server",
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-ext",
        "san=dns:" + String.join(",dns:", hosts));
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    var key = (PrivateKey) store.getKey("server", PASSWORD);
    return TorrentSigner.of(
        key, List.of((X509Certificate) store.getCertificate("server")), List.of(hosts));
  }
}
