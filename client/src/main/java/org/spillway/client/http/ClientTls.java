package org.spillway.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Makes the part of the client that speaks TLS. */
final class ClientTls {
  private ClientTls() {}

  /** Returns a part that loads no certificates, for http URLs. */
  static SslContextFactory.Client none() {
    return new SslContextFactory.Client() {
      @Override
      protected void doStart() {}
    };
  }

  /**
   * @throws IOException if the certificates cannot be read; the message names the file
   */
  static SslContextFactory.Client of(ServerTrust trust) throws IOException {
    try {
      var factory = new SslContextFactory.Client(trust.all());
      if (trust.all()) {
        factory.setEndpointIdentificationAlgorithm(null);
      } else if (trust.authorities().isPresent()) {
        factory.setTrustStore(read(trust.authorities().get()));
      } else {
        factory.setSslContext(SSLContext.getDefault());
      }
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted certificates cannot be read: " + e.getMessage(), e);
    }
  }

  private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
    }
    if (store.size() == 0) {
      throw new IOException(file + ": must hold certificates in PEM, held none");
    }
    return store;
  }
}
