package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.webapp.Certificates;
import org.spillway.webapp.config.TlsSettings;

/** A pair that changes while it is in use. */
class TlsIT {
  private static final Logger LOGGER = Logger.getLogger(Tls.class.getName());

  @TempDir private Path folder;

  private final Warnings warnings = new Warnings();
  private TlsSettings used;
  private TlsSettings next;
  private Tls tls;

  private static final class Warnings extends Handler {
    final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
        lines.add(new SimpleFormatter().formatMessage(line));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() throws Exception {
    var certificates = new Certificates(folder);
    used = certificates.ec("used");
    next = certificates.rsa("next");
    tls = Tls.open(used);
    tls.contexts().start();
    LOGGER.addHandler(warnings);
  }

  @AfterEach
  void stop() throws Exception {
    LOGGER.removeHandler(warnings);
    tls.contexts().stop();
  }

  private Certificate inUse() throws Exception {
    return tls.contexts().getKeyStore().getCertificate("spillway");
  }

  private static void replace(Path file, Path by) throws Exception {
    Path copy = Files.copy(by, file.resolveSibling("copy"));
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void look_newPair_isUsedWhenTwoLooksAgree() throws Exception {
    var before = inUse();
    assertThat(before).isEqualTo(Certificates.read(used.certificate()));
    replace(used.certificate(), next.certificate());
    tls.look();
    replace(used.key(), next.key());
    tls.look();
    assertThat(inUse()).isEqualTo(before);
    tls.look();
    assertThat(inUse()).isEqualTo(Certificates.read(next.certificate()));
    assertThat(warnings.lines).isEmpty();
  }

  @Test
  void look_badPair_leavesTheOldOneAndWarnsOnce() throws Exception {
    var before = inUse();
    replace(used.certificate(), next.certificate());
    for (int i = 0; i < 4; i++) {
      tls.look();
    }
    assertThat(inUse()).isEqualTo(before);
    assertThat(warnings.lines)
        .containsExactly(
            "http.tls-key: "
                + used.key()
                + ": is not the RSA key that the certificate needs, or is of a kind that Java"
                + " cannot read; the previous certificate stays in use");
    replace(used.key(), next.key());
    tls.look();
    tls.look();
    assertThat(inUse()).isEqualTo(Certificates.read(next.certificate()));
  }

  @Test
  void look_fileGoneAndBack() throws Exception {
    var before = inUse();
    Path away = Files.move(used.key(), folder.resolve("away"));
    tls.look();
    tls.look();
    assertThat(warnings.lines)
        .containsExactly(
            "http.tls-key: "
                + used.key()
                + ": no such file; the previous certificate stays in use");
    Files.move(away, used.key());
    tls.look();
    tls.look();
    assertThat(inUse()).isEqualTo(before);
  }

  @Test
  void look_linkReplaced() throws Exception {
    Path certificate = Files.createSymbolicLink(folder.resolve("live.pem"), used.certificate());
    Path key = Files.createSymbolicLink(folder.resolve("live.key"), used.key());
    var linked = Tls.open(new TlsSettings(0, certificate, key));
    linked.contexts().start();
    Files.delete(certificate);
    Files.delete(key);
    Files.createSymbolicLink(certificate, next.certificate());
    Files.createSymbolicLink(key, next.key());
    linked.look();
    linked.look();
    assertThat(linked.contexts().getKeyStore().getCertificate("spillway"))
        .isEqualTo(Certificates.read(next.certificate()));
    linked.contexts().stop();
  }

  @Test
  void open_expired_warns() throws Exception {
    var expired = new Certificates(folder).expired("expired");
    Tls.open(expired);
    assertThat(warnings.lines)
        .singleElement()
        .asString()
        .startsWith(
            "http.tls-certificate: %s: the certificate is only valid from"
                .formatted(expired.certificate()));
  }
}
