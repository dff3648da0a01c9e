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
 * The authorities that vouch for servers of HTTPS, and the JDK's own judgement of their
 * certificates: validity, key usage, constraints, algorithms, but no revocation. Safe for use by
 * many threads.
 */
public final class WebPki {
  /** Those that this machine trusts, as for HTTPS. */
  public static final WebPki OF_SYSTEM = new WebPki(null);

  /** The check of TLS 1.3, where the key signs whatever is exchanged. */
  private static final String SIGNS = "UNKNOWN";

  private final @Nullable KeyStore roots;

  private WebPki(@Nullable KeyStore roots) {
    this.roots = roots;
  }

  /**
   * @param roots with the certificates that are trusted, and no others
   */
  public static WebPki of(KeyStore roots) {
    return new WebPki(roots);
  }

  /**
   * @param chain the server's certificate first
   * @throws CertificateException if it is not one that a TLS server could show now
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
          : new CertificateException("this Java trusts nobody", e);
    }
  }
}
