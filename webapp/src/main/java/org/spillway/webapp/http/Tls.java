package org.spillway.webapp.http;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.TlsSettings;

/**
 * Holds the key and certificate of HTTPS, which are read again when their files change. Later
 * connections use the new ones.
 */
final class Tls {
  private static final System.Logger log = System.getLogger(Tls.class.getName());

  private final TlsSettings settings;
  private final SslContextFactory.Server contexts = new SslContextFactory.Server();

  /** The times and sizes of the files when they were read, and at the last look. */
  private List<String> read;

  private List<String> seen;

  private TlsIdentity identity;
  private Consumer<TlsIdentity> follower = next -> {};

  private Tls(TlsSettings settings, TlsIdentity identity) {
    this.settings = settings;
    this.identity = identity;
    this.read = look(settings);
    this.seen = read;
  }

  /**
   * Reads the files.
   *
   * @throws IOException if the files hold no pair that can be used; the message names the key and
   *     the file
   */
  static Tls open(TlsSettings settings) throws IOException {
    var identity = TlsIdentity.read(settings);
    var tls = new Tls(settings, identity);
    tls.warnIfInvalid(identity);
    tls.contexts.setKeyStore(identity.toKeyStore());
    tls.contexts.setKeyStorePassword(TlsIdentity.PASSWORD);
    // HTTP/2 forbids many ciphers (RFC 9113 §9.2.2): those come last.
    tls.contexts.setCipherComparator(HTTP2Cipher.COMPARATOR);
    tls.contexts.setUseCipherSuitesOrder(true);
    return tls;
  }

  /** Returns Jetty's context, which uses the key and certificate. */
  SslContextFactory.Server contexts() {
    return contexts;
  }

  /**
   * Hands on the key and the certificate in use, immediately and whenever they change. Changes come
   * on the thread that calls {@link #look}.
   */
  synchronized void follow(Consumer<TlsIdentity> next) {
    follower = next;
    next.accept(identity);
  }

  private synchronized void tell(TlsIdentity next) {
    identity = next;
    follower.accept(next);
  }

  /**
   * Reads the files if they have changed and then stayed the same for two looks: one of them may be
   * written before the other. If the new pair cannot be used, the previous one stays in use. For
   * use by one thread.
   */
  void look() {
    var now = look(settings);
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(read)) {
      read = now;
      reload();
    }
  }

  private void reload() {
    try {
      var next = TlsIdentity.read(settings);
      warnIfInvalid(next);
      use(next);
      log.log(
          INFO,
          "{0}: reloaded, valid until {1}",
          settings.certificate(),
          next.certificate().getNotAfter().toInstant());
      tell(next);
    } catch (IOException e) {
      log.log(WARNING, "{0}; the previous certificate stays in use", e.getMessage());
    }
  }

  private void use(TlsIdentity next) {
    try {
      contexts.reload(factory -> factory.setKeyStore(next.toKeyStore()));
    } catch (Exception e) {
      // Jetty's own method says no more; what could be wrong with the pair was looked at before.
      throw new IllegalStateException(
          "Jetty refuses a key and a certificate that fit each other", e);
    }
  }

  private void warnIfInvalid(TlsIdentity next) {
    try {
      next.certificate().checkValidity();
    } catch (CertificateException e) {
      log.log(
          WARNING,
          "{0}: {1}: the certificate is only valid from {2} until {3}",
          HttpConfig.TLS_CERTIFICATE,
          settings.certificate(),
          next.certificate().getNotBefore().toInstant(),
          next.certificate().getNotAfter().toInstant());
    }
  }

  /**
   * Returns the state of the files. Links are followed, because some programs change a pair by
   * replacing a link.
   */
  private static List<String> look(TlsSettings settings) {
    return Stream.of(settings.certificate(), settings.key()).map(Tls::look).toList();
  }

  private static String look(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
    } catch (IOException e) {
      return "cannot be seen";
    }
  }
}
