package org.spillway.webapp;

import static java.lang.System.Logger.Level.INFO;

import java.util.List;
import java.util.function.Consumer;
import org.spillway.torrent.signature.TorrentSigner;

/**
 * Signs the records in DNS with the key of HTTPS, as far as its certificate is for their hosts.
 *
 * @param enabled whether that is wanted
 * @param hosts whose files the torrents are
 */
record RecordSigning(boolean enabled, List<String> hosts) {
  private static final System.Logger log = System.getLogger(RecordSigning.class.getName());

  RecordSigning {
    hosts = hosts.stream().distinct().toList();
  }

  /**
   * To be called again when there is another certificate; one that cannot sign leaves the one
   * before in use.
   *
   * @param records are signed from now on
   */
  void use(TlsIdentity identity, Consumer<TorrentSigner> records) {
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
          Key.HTTP_TLS_CERTIFICATE,
          e.getMessage());
    }
  }
}
