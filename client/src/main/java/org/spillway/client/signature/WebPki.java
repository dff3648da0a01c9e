package org.spillway.client.signature;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks certificates of HTTPS servers by the authorities that are trusted, as the JDK does:
 * validity, key usage, constraints and algorithms, but no revocation. Safe for use by many threads.
 */
public final class WebPki {
  /** The authorities that this machine trusts for HTTPS. */
  public static final WebPki OF_SYSTEM = new WebPki(null);

  /** The check of TLS 1.3, in which the key always signs. */
  private static final String SIGNS = "UNKNOWN";

  private final @Nullable KeyStore roots;

  private WebPki(@Nullable KeyStore roots) {
    this.roots = roots;
  }

  /**
   * Returns a check by other authorities.
   *
   * @param roots the certificates that are trusted
   */
  public static WebPki of(KeyStore roots) {
    return new WebPki(roots);
  }

  /**
   * Checks a chain.
   *
   * @param chain the certificates, with the server's first
   * @throws CertificateException if a TLS server could not present it now
   */
  void check(List<X509Certificate> chain) throws CertificateException {
    manager().checkServerTrusted(chain.toArray(X509Certificate[]::new), SIGNS);
  }

  private X509TrustManager manager() throws CertificateException {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(roots);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new CertificateException("this Java has no trust manager"));
    } catch (GeneralSecurityException e) {
      throw e instanceof CertificateException known
          ? known
          : new CertificateException("this Java has no trusted authorities", e);
    }
  }
}
