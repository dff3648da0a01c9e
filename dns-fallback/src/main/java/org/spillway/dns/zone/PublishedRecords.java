package org.spillway.dns.zone;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackProfile;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.spillway.torrent.signature.SignedContent;
import org.spillway.torrent.signature.TorrentSigner;

/**
 * Holds the records of every torrent that the catalog offers; all zones hold the same ones. Safe
 * for use by many threads; an RRset is replaced as a whole.
 */
public final class PublishedRecords implements CatalogListener, AutoCloseable {
  private static final System.Logger log = System.getLogger(PublishedRecords.class.getName());

  private final FallbackProfile profile;
  private final int maxTorrent;
  private final int ttl;
  private final ZoneJournal journal;
  private final RecordTable rrsets;
  private final PartMoves moves;
  private final Signing signing;
  private final SigningPass pass;
  private final int mark = new SecureRandom().nextInt(1 << 16);
  private boolean closed;
  private volatile boolean complete;

  /**
   * The names that were kept before the start and are not offered yet. They are withdrawn once all
   * content has been looked at.
   */
  private final Set<RecordName> unconfirmed = ConcurrentHashMap.newKeySet();

  private PublishedRecords(
      RecordSettings settings,
      ZoneJournal journal,
      RecordTable rrsets,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.profile = settings.profile();
    this.maxTorrent = Math.min(settings.maxTorrent(), profile.maxTorrent());
    this.ttl = (int) settings.ttl().toSeconds();
    this.journal = journal;
    this.rrsets = rrsets;
    this.moves = new PartMoves(rrsets, ttl, nanoTime);
    this.signing = new Signing(clock);
    this.pass = new SigningPass(rrsets::names, ttl, nanoTime);
    this.unconfirmed.addAll(rrsets.names());
  }

  /**
   * Keeps the records in files, and starts with those that are there, so that queries are answered
   * before the catalog has looked at the content.
   *
   * @param folder the folder of the files, which is made if it does not exist
   * @throws IOException if the folder cannot be used; the message names it
   */
  public static PublishedRecords open(Path folder, RecordSettings settings, InstantSource clock)
      throws IOException {
    var table = RecordTable.open(folder, (int) settings.ttl().toSeconds());
    var journal = ZoneJournal.open(clock, SerialFile.open(folder));
    return new PublishedRecords(settings, journal, table, clock, System::nanoTime);
  }

  /**
   * Keeps the records on the heap only.
   *
   * @param clock the clock that gives the serials
   */
  public PublishedRecords(RecordSettings settings, InstantSource clock) {
    this(settings, clock, System::nanoTime);
  }

  /**
   * Keeps the records on the heap only.
   *
   * @param clock the clock that gives the serials
   * @param nanoTime a clock such as {@link System#nanoTime}, for {@link #advance}
   */
  public PublishedRecords(RecordSettings settings, InstantSource clock, LongSupplier nanoTime) {
    this(settings, new ZoneJournal(clock), RecordTable.onHeap(), clock, nanoTime);
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    publish(torrent.key(), torrent.metainfo());
  }

  /**
   * Publishes a torrent, as {@link #offered} does. It may sign the torrent, which takes up to 2 ms.
   */
  public void publish(TorrentKey key, Metainfo metainfo) {
    var name = RecordName.of(key.requestHash());
    byte[] torrent = metainfo.withoutPieceLayers().toBytes();
    if (torrent.length <= maxTorrent) {
      publish(name, torrent);
      return;
    }
    log.log(
        WARNING,
        "{0}: the .torrent of {1,number,#} bytes is too long for DNS"
            + " (dns.max-torrent {2,number,#}); a magnet link is published instead",
        key.path(),
        torrent.length,
        maxTorrent);
    if (!publish(name, MagnetLink.of(metainfo))) {
      log.log(
          WARNING,
          "{0}: the magnet link is too long for DNS as well; the file has no fallback",
          key.path());
      withdrawn(key);
    }
  }

  private void publish(RecordName name, byte[] torrent) {
    if (!signing.isOn()) {
      var form = FallbackRecords.of(torrent, profile);
      replace(name, form.base(), form.parts());
      return;
    }
    var form = FallbackRecords.toBeSigned(torrent, profile);
    var base =
        SignedContent.ofTorrent(torrent)
            .map(content -> signed(name, form.base(), content))
            .orElse(form.base());
    replace(name, base, form.parts());
  }

  /**
   * Publishes a magnet link.
   *
   * @return false if its record would be too long
   */
  private boolean publish(RecordName name, MagnetLink link) {
    var records = FallbackRecords.of(link);
    if (!TxtRrset.of(records, ttl).isPortable()) {
      return false;
    }
    replace(name, signed(name, records, SignedContent.ofMagnet(link.toString())), List.of());
    return true;
  }

  private List<List<String>> signed(
      RecordName name, List<List<String>> records, SignedContent content) {
    var there =
        rrsets.find(name).filter(rrset -> PartMoves.isSame(rrset, records)).orElse(TxtRrset.NONE);
    return signing.sign(name, records, content, there);
  }

  private synchronized void replace(
      RecordName name, List<List<String>> base, List<List<List<String>>> parts) {
    var others = parts.stream().map(part -> TxtRrset.of(part, ttl)).toList();
    put(moves.replace(name, TxtRrset.of(base, ttl), others));
  }

  /**
   * Signs everything that is published from now on with this key, and gradually also the records
   * that were published before. Must be called again when there is another certificate. The
   * certificates themselves are published at once.
   */
  public synchronized void signWith(TorrentSigner signer) {
    var chain = signer.chain();
    var form = FallbackRecords.of(chain.toBytes(), profile);
    var name = RecordName.ofLabels(chain.id()).orElseThrow();
    replace(name, form.base(), form.parts());
    signing.use(signer);
    pass.begin(name);
  }

  @Override
  public synchronized void withdrawn(TorrentKey key) {
    put(moves.withdraw(RecordName.of(key.requestHash())));
  }

  /**
   * Takes the next steps in replacing split torrents, whose old parts stay for a while (see {@link
   * PartMoves}), in renewing signatures (see {@link SigningPass}), and in keeping the files. One
   * thread must call this about every second.
   */
  public void advance() {
    maintain();
    takeDueMoves();
    if (!signing.isOn()) {
      return;
    }
    if (signing.isClockSetBack()) {
      pass.begin();
    }
    pass.step(this::look).forEach(this::withdraw);
  }

  private synchronized void maintain() {
    if (!closed) {
      rrsets.maintain();
    }
  }

  private synchronized void takeDueMoves() {
    put(moves.due());
  }

  private synchronized void withdraw(RecordName name) {
    put(moves.withdraw(name));
  }

  private synchronized SigningPass.Outcome look(RecordName name) {
    var there = rrsets.find(name).filter(rrset -> name.part() == 0).map(TxtRrset::strings);
    if (there.isEmpty() || signing.isRight(name, there.get())) {
      return SigningPass.Outcome.RIGHT;
    }
    if (moves.isOpen(name)) {
      return SigningPass.Outcome.LATER;
    }
    try {
      boolean isSigned = signAnew(name, FallbackRecords.parse(Signing.unsigned(there.get())));
      return isSigned ? SigningPass.Outcome.SIGNED : SigningPass.Outcome.RIGHT;
    } catch (MalformedRecordsException e) {
      log.log(DEBUG, () -> name + ": " + e.getMessage());
      return SigningPass.Outcome.RIGHT;
    }
  }

  /**
   * Signs the torrent of a name.
   *
   * @return false if the name holds no torrent but, for example, a certificate
   */
  private boolean signAnew(RecordName name, FallbackAnswer there) throws MalformedRecordsException {
    if (there instanceof FallbackAnswer.Magnet magnet) {
      return publish(name, magnet.link());
    }
    byte[] torrent = torrent(name, there).content().toBytes();
    if (SignedContent.ofTorrent(torrent).isEmpty()) {
      return false;
    }
    publish(name, torrent);
    return true;
  }

  private FallbackAnswer.Torrent torrent(RecordName name, FallbackAnswer there)
      throws MalformedRecordsException {
    return there instanceof FallbackAnswer.Split split
        ? FallbackRecords.join(split, parts(name, split))
        : (FallbackAnswer.Torrent) there;
  }

  private Map<Integer, List<List<String>>> parts(RecordName name, FallbackAnswer.Split split) {
    Map<Integer, List<List<String>>> parts = new HashMap<>();
    for (int part = 1; part <= split.parts(); part++) {
      int number = part;
      rrsets.find(name.withPart(part)).ifPresent(rrset -> parts.put(number, rrset.strings()));
    }
    return parts;
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

  /**
   * Returns whether everything that was there at the start has been hashed; before that, records
   * are missing.
   */
  public boolean isComplete() {
    return complete;
  }

  /** Puts records in place; a snapshot or a version shows all of them or none. */
  private void put(Map<RecordName, TxtRrset> wanted) {
    List<Change> changes = new ArrayList<>();
    wanted.forEach(
        (name, rrset) -> change(name, rrset.count() == 0 ? null : rrset).ifPresent(changes::add));
    journal.add(changes);
  }

  /** Changes the table; the result is empty if the table holds the records already. */
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

  /** Ends the publishing; nothing is published afterwards. */
  @Override
  public synchronized void close() {
    closed = true;
    rrsets.close();
    try {
      journal.end();
    } catch (IOException e) {
      log.log(WARNING, "state-dir: the serial of the DNS zones cannot be kept: {0}", Problem.of(e));
    }
  }

  public Optional<TxtRrset> find(RecordName name) {
    return rrsets.find(name);
  }

  /** Returns the number of names that hold records. */
  public int size() {
    return rrsets.size();
  }

  /**
   * Returns the serial of the SOA records. A change may be visible up to a second before the serial
   * grows.
   */
  public long serial() {
    return journal.serial();
  }

  /**
   * Returns 16 random bits, which change with each start and tell the serials of this journal from
   * those of others.
   */
  int mark() {
    return mark;
  }

  /**
   * Increases the serial, so that secondaries fetch changes that are not in the records of
   * torrents.
   */
  public void nextSerial() {
    journal.next();
  }

  /** Returns everything that the zones hold at one serial. */
  public synchronized Snapshot snapshot() {
    List<Snapshot.Entry> entries = new ArrayList<>(rrsets.size());
    rrsets.forEach((name, rrset) -> entries.add(new Snapshot.Entry(name, rrset)));
    return new Snapshot(journal.close(), entries);
  }

  /**
   * Returns the versions after a serial, oldest first, up to the one that {@link #snapshot} would
   * give; the list is empty if nothing changed.
   *
   * @return empty if it is not known, or no longer known, how the zones differ from that serial
   */
  public Optional<List<ZoneVersion>> since(long serial) {
    return journal.since(serial);
  }
}
