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
 * The records of every torrent that the catalog offers. Every zone holds the same ones. Safe for
 * use by many threads; an RRset is replaced as a whole.
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
   * What was kept before the start and is not offered yet; withdrawn once all has been looked at.
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
   * Keeps the records in files, too, and begins with those that are there: they are answered with
   * before the catalog has looked at the content.
   *
   * @param folder is made if it is not there
   * @throws IOException if the folder cannot be used; names it
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
    this(settings, new ZoneJournal(clock), RecordTable.onHeap(), clock, nanoTime);
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    publish(torrent.key(), torrent.metainfo());
  }

  /** What {@link #offered} does. Signs the torrent if it must, which takes up to 2 ms. */
  public void publish(TorrentKey key, Metainfo metainfo) {
    var name = RecordName.of(key.requestHash());
    byte[] torrent = metainfo.withoutPieceLayers().toBytes();
    if (torrent.length <= maxTorrent) {
      publish(name, torrent);
      return;
    }
    log.log(
        WARNING,
        "{0}: its .torrent of {1,number,#} bytes is too long for DNS"
            + " (dns.max-torrent {2,number,#}): a magnet link stands for it",
        key.path(),
        torrent.length,
        maxTorrent);
    if (!publish(name, MagnetLink.of(metainfo))) {
      log.log(WARNING, "{0}: its magnet link is too long for DNS as well: no fallback", key.path());
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
   * Signs what is published from now on with this key, and by and by what was published before; to
   * be called again with the next one when there is another certificate. The certificates
   * themselves are published at once.
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
   * Takes the next steps in replacing split torrents, whose old parts stay for a while, see {@link
   * PartMoves}, and in signing anew, see {@link SigningPass}. To be called every second or so, by
   * one thread.
   */
  public void advance() {
    takeDueMoves();
    if (!signing.isOn()) {
      return;
    }
    if (signing.isClockSetBack()) {
      pass.begin();
    }
    pass.step(this::look).forEach(this::withdraw);
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
   * @return false for what is no torrent, such as the certificates
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
  public Optional<List<ZoneVersion>> since(long serial) {
    return journal.since(serial);
  }
}
