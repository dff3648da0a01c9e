package org.spillway.webapp;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.spillway.testing.Program;
import org.spillway.webapp.config.TlsSettings;

/** Keys and certificates as operators make them, with openssl. */
public record Certificates(Path folder) {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** A new key, in PKCS #8, and a certificate for this machine that it signed itself. */
  public TlsSettings selfSigned(String name, String... newKey) throws Exception {
    Path key = folder.resolve(name + ".key");
    Path certificate = folder.resolve(name + ".pem");
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    command.addAll(List.of(newKey));
    command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
    command.addAll(List.of("-days", "30", "-subj", "/CN=" + name));
    command.addAll(List.of("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"));
    run(command.toArray(String[]::new));
    return new TlsSettings(0, certificate, key);
  }

  public TlsSettings rsa(String name) throws Exception {
    return selfSigned(name, "-newkey", "rsa:2048");
  }

  public TlsSettings ec(String name) throws Exception {
    return selfSigned(name, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
  }

  /** openssl 3.0 makes none of the past. */
  public TlsSettings expired(String name) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String store = folder.resolve(name + ".p12").toString();
    run(
        keytool,
        "-genkeypair",
        "-keystore",
        store,
        "-storepass",
        "secret",
        "-alias",
        name,
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-startdate",
        "-3d",
        "-validity",
        "1");
    Path all = openssl(name + ".pem", "pkcs12", "-in", store, "-nodes", "-passin", "pass:secret");
    return new TlsSettings(0, all, all);
  }

  /** Returns the file that openssl writes for these arguments. */
  public Path openssl(String name, String... arguments) throws Exception {
    Path file = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-out", file.toString()));
    run(command.toArray(String[]::new));
    return file;
  }

  private static void run(String... command) throws Exception {
    Program.run(MOST, command);
  }

  public static X509Certificate read(Path certificate)
      throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(certificate)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** A client's, which trusts this certificate alone. */
  public static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", read(certificate));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A client's, which only wants to see the certificate. */
  public static SSLContext trustingAnyone() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    return context;
  }

  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
