package org.spillway.dns.zone;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
 * The records of every torrent that the catalog offers. Every zone holds the same ones. Safe for
 * use by many threads; an RRset is replaced as a whole.
 */
public final class PublishedRecords implements CatalogListener {
  private static final System.Logger log = System.getLogger(PublishedRecords.class.getName());

  private final int maxTorrent;
  private final int ttl;
  private final Journal journal;
  private final Map<RecordName, TxtRrset> rrsets = new ConcurrentHashMap<>();
  private volatile boolean complete;

  /**
   * @param maxTorrent bytes of the longest .torrent that is not replaced by a magnet link
   * @param ttl of the records
   * @param clock gives the serials
   */
  public PublishedRecords(int maxTorrent, Duration ttl, InstantSource clock) {
    this.maxTorrent = maxTorrent;
    this.ttl = (int) ttl.toSeconds();
    this.journal = new Journal(clock);
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    publish(torrent.key(), torrent.metainfo());
  }

  /** What {@link #offered} does. */
  public void publish(TorrentKey key, Metainfo metainfo) {
    var rrset = TxtRrset.of(records(key, metainfo), ttl);
    if (!rrset.isPortable()) {
      log.log(
          WARNING,
          "{0}: its magnet link of {1,number,#} bytes is too long for DNS as well: no fallback",
          key.path(),
          rrset.length());
      withdrawn(key);
      return;
    }
    put(RecordName.of(key.requestHash()), rrset);
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
    remove(RecordName.of(key.requestHash()));
  }

  @Override
  public void walked() {
    complete = true;
  }

  /** Whether the whole content has been looked at since the start: before, records are missing. */
  public boolean isComplete() {
    return complete;
  }

  // Map and journal change together: a snapshot is of one serial.
  private synchronized void put(RecordName name, TxtRrset rrset) {
    var before = rrsets.put(name, rrset);
    if (!rrset.equals(before)) {
      journal.add(new Change(name, before, rrset));
    }
  }

  private synchronized void remove(RecordName name) {
    var before = rrsets.remove(name);
    if (before != null) {
      journal.add(new Change(name, before, null));
    }
  }

  public Optional<TxtRrset> find(RecordName name) {
    return Optional.ofNullable(rrsets.get(name));
  }

  /** How many names hold records. */
  public int size() {
    return rrsets.size();
  }

  /** Of the SOA records; changes may show up to a second before it grows. */
  public long serial() {
    return journal.serial();
  }

  /** Everything at one serial. */
  public synchronized Snapshot snapshot() {
    List<Snapshot.Entry> entries = new ArrayList<>(rrsets.size());
    rrsets.forEach((name, rrset) -> entries.add(new Snapshot.Entry(name, rrset)));
    return new Snapshot(journal.close(), entries);
  }

  /**
   * The versions after a serial, the oldest first, to the one that {@link #snapshot} would give;
   * none if there were no changes.
   *
   * @return absent if it is not known any more, or never was, how the zones differ from that serial
   */
  public Optional<List<Version>> since(long serial) {
    return journal.since(serial);
  }
}
