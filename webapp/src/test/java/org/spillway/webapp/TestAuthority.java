package org.spillway.webapp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.spillway.testing.Program;
import org.spillway.webapp.config.TlsSettings;

/** An authority of its own, as operators make one with openssl, and certificates from it. */
record TestAuthority(Path folder, String name) {
  private static final Duration MOST = Duration.ofMinutes(1);

  static TestAuthority make(Path folder, String name) throws Exception {
    var authority = new TestAuthority(folder, name);
    openssl(
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-keyout",
        authority.file(".key").toString(),
        "-out",
        authority.file(".pem").toString(),
        "-days",
        "30",
        "-subj",
        "/CN=" + name,
        "-addext",
        "keyUsage=critical,keyCertSign");
    return authority;
  }

  private Path file(String ending) {
    return folder.resolve(name + ending);
  }

  private static void openssl(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "openssl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Program.run(MOST, command);
  }

  /**
   * A new key and a certificate for it, which take the place of those that have this name: first
   * the one, then the other.
   *
   * @param newKey arguments of {@code openssl req}
   */
  TlsSettings issue(String server, String host, String... newKey) throws Exception {
    Path key = folder.resolve(server + ".key.new");
    Path request = folder.resolve(server + ".csr");
    Path certificate = folder.resolve(server + ".pem.new");
    String[] command = new String[newKey.length + 8];
    System.arraycopy(
        new String[] {"req", "-nodes", "-subj", "/CN=" + server, "-keyout", key.toString(), "-out"},
        0,
        command,
        0,
        7);
    command[7] = request.toString();
    System.arraycopy(newKey, 0, command, 8, newKey.length);
    openssl(command);
    Path extensions =
        Files.writeString(
            folder.resolve(server + ".ext"),
            """
            subjectAltName=DNS:%s
            keyUsage=critical,digitalSignature
            extendedKeyUsage=serverAuth
            """
                .formatted(host));
    openssl(
        "x509",
        "-req",
        "-in",
        request.toString(),
        "-CA",
        file(".pem").toString(),
        "-CAkey",
        file(".key").toString(),
        "-CAcreateserial",
        "-days",
        "20",
        "-extfile",
        extensions.toString(),
        "-out",
        certificate.toString());
    return new TlsSettings(0, replace(certificate, server + ".pem"), replace(key, server + ".key"));
  }

  private Path replace(Path next, String file) throws Exception {
    return Files.move(next, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Options of a JVM that trusts this authority alone. */
  String trustOptions() throws Exception {
    Path store = file(".p12");
    Program.run(
        MOST,
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        file(".pem").toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        "secret");
    return "-Djavax.net.ssl.trustStore=" + store + " -Djavax.net.ssl.trustStorePassword=secret";
  }
}
