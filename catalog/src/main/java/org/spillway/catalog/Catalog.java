package org.spillway.catalog;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.disk.Disks;
import org.spillway.catalog.folder.FileTree;
import org.spillway.catalog.folder.PatientTree;
import org.spillway.catalog.s3.S3Tree;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.FileChange;
import org.spillway.catalog.source.Outage;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SeenFile;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;
import org.spillway.catalog.usage.UsageMeter;
import org.spillway.catalog.version.GrowingFiles;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.fallback.RequestHash;

/**
 * Offers every file of a content source, and the torrent of each. Safe for use by many threads.
 *
 * <p>Nothing is offered before {@link #start}. From then on the whole tree is hashed in the
 * background and looked at again every {@code recheck}; every look-up looks at the file itself, so
 * a file that changed is never offered under its old torrent. A file of which only the status
 * changed keeps its torrent until its bytes are confirmed; until then, its bytes are compared with
 * the torrent before they are sent.
 */
public final class Catalog implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Catalog.class.getName());

  private final CatalogSettings settings;
  private final ContentSource source;
  private final TorrentStore store;
  private final StateWriter state;
  private final Outage outage;
  private final OfferedTorrents offered;
  private final KnownTorrents known;
  private final GrowingFiles growing;
  private final Withdrawals withdrawals;
  private final OfferCache offers;
  private final EarlierTorrents before;
  private final HashQueue hashing;
  private final OfferAccess access;
  private final Confirmer confirmer;
  private final Recheck recheck;
  private final UsageMeter usage = new UsageMeter();

  /**
   * The URLs of the content; null until {@link #start}, because nothing is offered before its URL
   * is known.
   */
  private volatile @Nullable PublicUrls urls;

  Catalog(CatalogSettings settings, ContentSource source, TorrentStore store) {
    this.settings = settings;
    this.source = source;
    this.store = store;
    this.outage = new Outage(source);
    this.before = new EarlierTorrents(System::nanoTime);
    this.offered = new OfferedTorrents(source, outage, this::touched);
    this.state =
        new StateWriter(
            settings.stateDir(),
            store,
            path -> offered.index().byPath(path).isPresent(),
            StateWriter.PAUSE);
    offered.addListener(new StoreUpdater(state));
    offered.addListener(before);
    this.known =
        new KnownTorrents(
            settings, source, state, offered, () -> Objects.requireNonNull(urls), this::refuted);
    this.growing = new GrowingFiles(source, InstantSource.system());
    this.withdrawals = new Withdrawals(offered, growing);
    this.offers = new OfferCache(offered, growing);
    this.hashing =
        new HashQueue(source, settings.format(), settings.hashThreads(), known, System::nanoTime);
    var contents = new Contents(source, offered, known, growing, offers::forget);
    this.access = new OfferAccess(contents, offered, known, hashing, offers::forget);
    this.confirmer = new Confirmer(source, offered, known, System::nanoTime);
    var firstWalk = new FirstWalk(this::settled);
    var walked = new WalkedFiles(offered, known, withdrawals, firstWalk, hashing, confirmer);
    this.recheck =
        new Recheck(settings, source, store, state, outage, offered, known, firstWalk, walked);
  }

  /**
   * Takes possession of the state folder; starts nothing yet.
   *
   * @throws IOException if the root or the state folder cannot be used; names the key
   */
  public static Catalog open(CatalogSettings settings) throws IOException {
    return settings.root() instanceof ContentRoot.Folder folder
        ? open(settings, folder)
        : open(settings, (ContentRoot.Bucket) settings.root());
  }

  private static Catalog open(CatalogSettings settings, ContentRoot.Folder folder)
      throws IOException {
    boolean mayBeLost = TorrentStore.isOf(settings.stateDir(), settings.root());
    var source =
        FileTree.open(folder.path(), settings.filter(), mayBeLost, settings.confirmEmpty());
    source.requireOutside(settings.stateDir());
    var store = TorrentStore.open(settings.stateDir());
    return new Catalog(
        settings, new PatientTree(source, new Disks(System::nanoTime), System::nanoTime), store);
  }

  private static Catalog open(CatalogSettings settings, ContentRoot.Bucket bucket)
      throws IOException {
    var store = TorrentStore.open(settings.stateDir());
    try {
      return new Catalog(
          settings,
          S3Tree.open(bucket, settings.filter(), settings.stateDir(), settings.confirmEmpty()),
          store);
    } catch (NoClassDefFoundError e) {
      store.close();
      throw new IOException(
          "content.root: " + bucket + " needs the AWS SDK (s3, apache5-client): " + e.getMessage(),
          e);
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  /** Begins to offer and to hash, once the state folder is read: within seconds. */
  public void start(PublicUrls urls) {
    if (this.urls != null) {
      throw new IllegalStateException("started already");
    }
    if (store.isOf(settings.root())) {
      before.load(store, known::isWanted);
    }
    this.urls = urls;
    log.log(INFO, "offering {0} as {1}", settings.root(), urls.base());
    confirmer.start();
    recheck.start(settings.recheck());
  }

  /**
   * Adds a listener. It hears of every torrent if it is added before {@link #start}. If it throws,
   * that is logged and the other listeners still hear.
   */
  public void addListener(CatalogListener listener) {
    offered.addListener(listener);
  }

  /**
   * Returns the file of a path, if it is offered. If the file has changed, its old torrent is
   * withdrawn before this returns, unless its bytes may be the same (see {@link FileChange}). As
   * long as neither the file nor the knowledge about its torrent changes, this usually returns the
   * same offer. Each call looks at the file: with a folder that takes microseconds, but with a
   * bucket it can block for ten seconds while the service does not answer ({@link #mayBlock} tells
   * whether it may). A change that moves neither length nor times nor permissions can show up to a
   * tenth of a second late, but never in the bytes that an offer gives.
   *
   * @param path decoded, from the root, with a leading slash
   */
  public Optional<Offer> byPath(String path) {
    var offer = offers.get(path);
    return offer.isPresent() ? offer : look(path);
  }

  private Optional<Offer> look(String path) {
    offers.forget(path);
    if (urls == null) {
      return Optional.empty();
    }
    var seen = source.see(path);
    seen.map(SeenFile::file).ifPresentOrElse(withdrawals::saw, () -> withdrawals.missed(path));
    return seen.map(this::offer).or(() -> lost(path));
  }

  /** Returns what is still offered at a path while nobody can look at the file. */
  private Optional<Offer> lost(String path) {
    return offered.index().byPath(path).map(entry -> Offer.ofLost(access, entry.file()));
  }

  private Offer offer(SeenFile seen) {
    var offer = offer(seen.file());
    offers.put(offer, seen);
    return offer;
  }

  private Offer offer(SourceFile seen) {
    var torrent = known.likelyOf(seen);
    if (torrent.isEmpty()) {
      return growing.isGrowing(seen)
          ? Offer.ofGrowing(access, seen)
          : new Offer(access, seen, false);
    }
    var hashed = torrent.get().file().version();
    if (!hashed.equals(seen.version())) {
      confirmer.asked(seen);
    }
    return new Offer(access, seen.withVersion(hashed), true);
  }

  /**
   * Returns whether {@link #byPath} may have to wait for another machine, another process or a disk
   * that does not answer. Returns at once.
   */
  public boolean mayBlock(String path) {
    return source.mayBlock(path);
  }

  /**
   * Returns what is at a path for which {@link #byPath} returns nothing. With a bucket it can block
   * as long as that method.
   *
   * @param path as for {@link #byPath}; that of a folder may end with a slash
   */
  public PathKind kindOf(String path) {
    return urls == null ? PathKind.NOTHING : source.kindOf(path);
  }

  /**
   * Returns whether it is unknown what is at a path for which {@link #byPath} returns nothing,
   * because the content is lost for the moment: the disk is not mounted, or the bucket does not
   * answer.
   */
  public boolean isLost(String path) {
    return urls != null && (source.isSilent(path) || outage.isKnownAt(path));
  }

  /**
   * Returns part of a folder: the files that {@link #byPath} returns, and the folders that the
   * world may enter, in the order of their names ({@link org.spillway.catalog.source.NameOrder}).
   *
   * @param folder begins and ends with a slash
   * @param after "" or the last name of the page before
   * @param limit entries at most, 1 or more; one more if a file and a folder share the last name
   * @return absent if there is no such folder, or the world may not list it
   * @throws IOException if not all of the page can be told: the folder cannot be read at the moment
   */
  public Optional<FolderPage> list(String folder, String after, int limit) throws IOException {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of 1 entry or more, not " + limit);
    }
    return urls == null ? Optional.empty() : source.list(folder, after, limit).map(this::page);
  }

  private FolderPage page(SourcePage page) {
    return new FolderPage(page.entries().stream().map(this::entry).toList(), page.more());
  }

  private FolderEntry entry(SourceEntry entry) {
    if (entry instanceof SourceEntry.File file) {
      var hashed = offered.asHashed(file.file());
      return new FolderEntry.File(new Offer(access, hashed, offered.has(hashed)));
    }
    return new FolderEntry.Folder(((SourceEntry.Folder) entry).name());
  }

  /**
   * Returns the torrent that peers know by this hash: a v1 infohash or a truncated v2 infohash (BEP
   * 52).
   */
  public Optional<OfferedTorrent> byInfoHash(InfoHash swarmHash) {
    return Stream.concat(
            offered.index().pathsOf(swarmHash).stream(), before.pathOf(swarmHash).stream())
        .flatMap(path -> torrentAt(path).stream())
        .filter(torrent -> torrent.key().swarmHashes().contains(swarmHash))
        .findFirst();
  }

  /** Returns the torrent of the file that a GET with this hash asks for. */
  public Optional<OfferedTorrent> byRequestHash(RequestHash requestHash) {
    return offered.index().pathOf(requestHash).flatMap(this::torrentAt);
  }

  /** Returns the torrent that is offered of a path, after a look at the file. */
  private Optional<OfferedTorrent> torrentAt(String path) {
    if (offered.index().byPath(path).isEmpty()) {
      // It was offered before the start, and nobody has looked at it since.
      byPath(path);
    } else if (urls != null) {
      withdrawals.lookAt(path);
    }
    return offered.index().byPath(path).flatMap(entry -> known.of(entry.file()));
  }

  /**
   * Returns whether a torrent with this hash is offered, as of the last look at its file: cheaper
   * than {@link #byInfoHash}, and up to {@code recheck} late.
   */
  public boolean offers(InfoHash swarmHash) {
    return !offered.index().pathsOf(swarmHash).isEmpty();
  }

  /**
   * Returns whether {@link #byInfoHash} may find a torrent with this hash: also if it was offered
   * before the start and nobody has looked at its file since.
   */
  public boolean mayOffer(InfoHash swarmHash) {
    return offers(swarmHash) || before.pathOf(swarmHash).isPresent();
  }

  /**
   * Returns whether every file that was there at the start has its torrent. Until then, a hash that
   * is not offered may be offered a moment later.
   */
  public boolean isSettled() {
    return before.isSettled();
  }

  /**
   * Returns all hashes of the torrent that has this one: two for a hybrid. The list is empty if the
   * torrent was not offered at the last look at its file.
   */
  public List<InfoHash> swarmHashesOf(InfoHash swarmHash) {
    return offered.index().swarmHashesOf(swarmHash);
  }

  /** Returns the meter to which everybody who sends files adds what was sent. */
  public UsageMeter usage() {
    return usage;
  }

  public CatalogStats stats() {
    var index = offered.index();
    return new CatalogStats(index.size(), index.bytes(), hashing.size(), hashing.bytesHashed());
  }

  /** Returns the URLs at which the world reaches the content, or nothing before {@link #start}. */
  public Optional<PublicUrls> urls() {
    return Optional.ofNullable(urls);
  }

  /** Lets a touched file be read soon: its bytes are likely to be the same. */
  private void touched(SourceFile file) {
    confirmer.asked(file);
    var unused = hashing.enqueue(file, true);
  }

  /**
   * Hashes a file again whose bytes were found to differ from its torrent, whatever its status
   * says.
   */
  private void refuted(String path) {
    offers.forget(path);
    source.find(path).ifPresent(file -> hashing.enqueue(file, true));
  }

  private void settled() {
    // What is given up at the end was not hashed.
    if (!recheck.isEnding()) {
      offered.settled();
    }
  }

  /** Ends hashing at its next slice, waits for it, and gives the state folder back. */
  @Override
  public void close() {
    recheck.shutdown();
    hashing.close();
    confirmer.close();
    recheck.close();
    source.close();
    state.close();
    try {
      store.close();
    } catch (IOException e) {
      log.log(WARNING, "state-dir: {0}", e.getMessage());
    }
  }
}
