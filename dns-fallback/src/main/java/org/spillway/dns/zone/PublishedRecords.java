package org.spillway.dns.zone;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.CatalogListener;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.TorrentKey;
import org.spillway.catalog.source.Problem;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackProfile;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.PublishedForm;

/**
 * The records of every torrent that the catalog offers. Every zone holds the same ones. Safe for
 * use by many threads; an RRset is replaced as a whole.
 */
public final class PublishedRecords implements CatalogListener, AutoCloseable {
  private static final System.Logger log = System.getLogger(PublishedRecords.class.getName());

  private final FallbackProfile profile;
  private final int maxTorrent;
  private final int ttl;
  private final Journal journal;
  private final RecordTable rrsets;
  private final PartMoves moves;
  private final int mark = new SecureRandom().nextInt(1 << 16);
  private boolean closed;
  private volatile boolean complete;

  /**
   * What was kept before the start and is not offered yet; withdrawn once all has been looked at.
   */
  private final Set<RecordName> unconfirmed = ConcurrentHashMap.newKeySet();

  private PublishedRecords(
      RecordSettings settings, Journal journal, RecordTable rrsets, LongSupplier nanoTime) {
    this.profile = settings.profile();
    this.maxTorrent = Math.min(settings.maxTorrent(), profile.maxTorrent());
    this.ttl = (int) settings.ttl().toSeconds();
    this.journal = journal;
    this.rrsets = rrsets;
    this.moves = new PartMoves(rrsets, ttl, nanoTime);
    this.unconfirmed.addAll(rrsets.names());
  }

  /**
   * Keeps the records in files, too, and begins with those that are there: they are answered with
   * before the catalog has looked at the content.
   *
   * @param folder is made if it is not there
   * @throws IOException if the folder cannot be used; names it
   */
  public static PublishedRecords open(Path folder, RecordSettings settings, InstantSource clock)
      throws IOException {
    var table = RecordTable.open(folder, (int) settings.ttl().toSeconds());
    var journal = Journal.open(clock, SerialFile.open(folder));
    return new PublishedRecords(settings, journal, table, System::nanoTime);
  }

  /**
   * Keeps the records on the heap only.
   *
   * @param clock gives the serials
   */
  public PublishedRecords(RecordSettings settings, InstantSource clock) {
    this(settings, clock, System::nanoTime);
  }

  /**
   * As above.
   *
   * @param nanoTime as {@link System#nanoTime}, for {@link #advance}
   */
  public PublishedRecords(RecordSettings settings, InstantSource clock, LongSupplier nanoTime) {
    this(settings, new Journal(clock), RecordTable.onHeap(), nanoTime);
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    publish(torrent.key(), torrent.metainfo());
  }

  /** What {@link #offered} does. */
  public void publish(TorrentKey key, Metainfo metainfo) {
    var form = form(key, metainfo);
    var base = TxtRrset.of(form.base(), ttl);
    if (!base.isPortable()) {
      log.log(
          WARNING,
          "{0}: its magnet link of {1,number,#} bytes is too long for DNS as well: no fallback",
          key.path(),
          base.length());
      withdrawn(key);
      return;
    }
    var parts = form.parts().stream().map(part -> TxtRrset.of(part, ttl)).toList();
    replace(RecordName.of(key.requestHash()), base, parts);
  }

  private PublishedForm form(TorrentKey key, Metainfo metainfo) {
    byte[] torrent = metainfo.withoutPieceLayers().toBytes();
    if (torrent.length <= maxTorrent) {
      return FallbackRecords.of(torrent, profile);
    }
    log.log(
        WARNING,
        "{0}: its .torrent of {1,number,#} bytes is too long for DNS"
            + " (dns.max-torrent {2,number,#}): a magnet link stands for it",
        key.path(),
        torrent.length,
        maxTorrent);
    return new PublishedForm(FallbackRecords.of(MagnetLink.of(metainfo)), List.of());
  }

  @Override
  public synchronized void withdrawn(TorrentKey key) {
    put(moves.withdraw(RecordName.of(key.requestHash())));
  }

  private synchronized void replace(RecordName name, TxtRrset base, List<TxtRrset> parts) {
    put(moves.replace(name, base, parts));
  }

  /**
   * Takes the next steps in replacing split torrents, whose old parts stay for a while, see {@link
   * PartMoves}. To be called every second or so.
   */
  public synchronized void advance() {
    put(moves.due());
  }

  @Override
  public void walked() {
    unconfirmed.forEach(name -> change(name, null).ifPresent(gone -> journal.add(List.of(gone))));
    unconfirmed.clear();
  }

  @Override
  public void settled() {
    complete = true;
  }

  /** Whether all that there was at the start has been hashed: before, records are missing. */
  public boolean isComplete() {
    return complete;
  }

  /** All of it shows at once in a snapshot or a version. */
  private void put(Map<RecordName, TxtRrset> wanted) {
    List<Change> changes = new ArrayList<>();
    wanted.forEach(
        (name, rrset) -> change(name, rrset.count() == 0 ? null : rrset).ifPresent(changes::add));
    journal.add(changes);
  }

  /** Of the table; absent if it has that already. */
  private synchronized Optional<Change> change(RecordName name, @Nullable TxtRrset rrset) {
    unconfirmed.remove(name);
    var before = rrsets.get(name);
    if (closed || Objects.equals(rrset, before)) {
      return Optional.empty();
    }
    if (rrset == null) {
      rrsets.remove(name);
      return Optional.of(new Change(name, before, null));
    }
    return Optional.of(new Change(name, before, rrsets.put(name, rrset)));
  }

  /** Nothing is published after it. */
  @Override
  public synchronized void close() {
    closed = true;
    rrsets.close();
    try {
      journal.end();
    } catch (IOException e) {
      log.log(WARNING, "state-dir: the serial of the DNS zones: {0}", Problem.of(e));
    }
  }

  public Optional<TxtRrset> find(RecordName name) {
    return rrsets.find(name);
  }

  /** How many names hold records. */
  public int size() {
    return rrsets.size();
  }

  /** Of the SOA records; changes may show up to a second before it grows. */
  public long serial() {
    return journal.serial();
  }

  /**
   * 16 random bits, others at each start, which tell the serials of this journal from those of
   * others.
   */
  int mark() {
    return mark;
  }

  /** Has the serial grow, so that secondaries fetch what changed beside the records. */
  public void nextSerial() {
    journal.next();
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
