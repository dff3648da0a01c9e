package org.spillway.dns;

import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.spillway.catalog.CatalogListener;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.TorrentKey;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackRecords;

/**
 * The records of every torrent that the catalog offers, by request hash. Every zone holds the same
 * ones. Safe for use by many threads; an RRset is replaced as a whole.
 */
final class PublishedRecords implements CatalogListener {
  private static final System.Logger log = System.getLogger(PublishedRecords.class.getName());

  private final int maxTorrent;
  private final ZoneSerial serial;
  private final Map<String, TxtRrset> byRequestHash = new ConcurrentHashMap<>();

  /**
   * @param maxTorrent bytes of the longest .torrent that is not replaced by a magnet link
   */
  PublishedRecords(int maxTorrent, ZoneSerial serial) {
    this.maxTorrent = maxTorrent;
    this.serial = serial;
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    publish(torrent.key(), torrent.metainfo());
  }

  void publish(TorrentKey key, Metainfo metainfo) {
    var rrset = TxtRrset.of(records(key, metainfo));
    if (!rrset.isPortable()) {
      log.log(
          WARNING,
          "{0}: its magnet link of {1,number,#} bytes is too long for DNS as well: no fallback",
          key.path(),
          rrset.length());
      withdrawn(key);
      return;
    }
    byRequestHash.put(key.requestHash().hex(), rrset);
    serial.change();
  }

  private List<List<String>> records(TorrentKey key, Metainfo metainfo) {
    byte[] torrent = metainfo.withoutPieceLayers().toBytes();
    if (torrent.length <= maxTorrent) {
      var records = FallbackRecords.of(torrent);
      if (!records.isEmpty()) {
        return records;
      }
    }
    log.log(
        WARNING,
        "{0}: its .torrent of {1,number,#} bytes is too long for DNS"
            + " (dns.max-torrent {2,number,#}): a magnet link stands for it",
        key.path(),
        torrent.length,
        maxTorrent);
    return FallbackRecords.of(MagnetLink.of(metainfo));
  }

  @Override
  public void withdrawn(TorrentKey key) {
    if (byRequestHash.remove(key.requestHash().hex()) != null) {
      serial.change();
    }
  }

  /**
   * @param label the hex digits of a request hash, in either case (RFC 4343)
   */
  Optional<TxtRrset> find(String label) {
    return Optional.ofNullable(byRequestHash.get(label.toLowerCase(Locale.ROOT)));
  }

  int size() {
    return byRequestHash.size();
  }

  long serial() {
    return serial.current();
  }
}
