package org.spillway.webapp.http;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.spillway.torrent.signature.TorrentSigner;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.TlsSettings;

/**
 * Signs the records in DNS with the key of HTTPS, if its certificate is valid for their hosts.
 *
 * @param enabled whether records are signed
 * @param hosts the hosts whose files the torrents are of
 */
public record RecordSigning(boolean enabled, List<String> hosts) {
  private static final System.Logger log = System.getLogger(RecordSigning.class.getName());

  public RecordSigning {
    hosts = hosts.stream().distinct().toList();
  }

  public static RecordSigning of(Config config) {
    return new RecordSigning(config.dnsSigned(), config.recordHosts());
  }

  /**
   * Reads the key of HTTPS once and signs with it.
   *
   * @throws IOException if there is no such key and certificate; the message names the file
   */
  public void use(TlsSettings tls, Consumer<TorrentSigner> records) throws IOException {
    if (enabled) {
      use(TlsIdentity.read(tls), records);
    }
  }

  /**
   * Signs with a key from now on. Must be called again when there is another certificate. If that
   * one cannot sign, the previous one stays in use.
   *
   * @param records the records that are signed
   */
  public void use(TlsIdentity identity, Consumer<TorrentSigner> records) {
    if (!enabled) {
      return;
    }
    try {
      var signer = TorrentSigner.of(identity.key(), identity.chain(), hosts);
      records.accept(signer);
      log.log(INFO, "DNS records are signed with the key of HTTPS for {0}", signer.hosts());
    } catch (IllegalArgumentException e) {
      log.log(
          INFO,
          "{0}: DNS records are not signed with this key: {1}",
          HttpConfig.TLS_CERTIFICATE,
          e.getMessage());
    }
  }
}
