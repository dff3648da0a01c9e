package org.spillway.catalog;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.folder.FileTree;
import org.spillway.catalog.s3.S3Tree;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.Place;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.Sighting;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.fallback.RequestHash;

/**
 * Every file of a content source, and the torrent of each. Safe for use by many threads.
 *
 * <p>Nothing is offered before {@link #start}. From then on the whole tree is hashed in the
 * background and looked at again every {@code recheck}; every look-up looks at the file itself, so
 * a file that changed is never offered under its old torrent.
 */
public final class Catalog implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Catalog.class.getName());

  /** Paths looked at in one go. */
  private static final int LOOKS = 256;

  private final CatalogSettings settings;
  private final ContentSource source;
  private final TorrentStore store;
  private final Outage outage;
  private final OfferedTorrents offered;
  private final OfferCache offers;
  private final SmallContents small;
  private final FirstWalk firstWalk;
  private final HashQueue hashing;
  private final ScheduledExecutorService rechecks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "catalog-recheck");
            thread.setDaemon(true);
            return thread;
          });

  /** Null until {@link #start}: nothing is offered whose URL is not known. */
  private volatile @Nullable PublicUrls urls;

  private volatile boolean storeFails;

  /** Whether the state folder knows what the first walk found; on the thread that walks. */
  private boolean noted;

  /** Whether what was offered before the start is offered without a look; on the same thread. */
  private boolean held;

  Catalog(CatalogSettings settings, ContentSource source, TorrentStore store) {
    this.settings = settings;
    this.source = source;
    this.store = store;
    this.outage = new Outage(source);
    this.offered = new OfferedTorrents(source, outage);
    offered.addListener(new Keeping(store));
    this.offers = new OfferCache(offered);
    this.small = new SmallContents(source);
    this.firstWalk = new FirstWalk(this::settled);
    this.hashing = new HashQueue(source, settings.format(), settings.hashThreads(), new Hashed());
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
    return new Catalog(settings, source, TorrentStore.open(settings.stateDir()));
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

  /** Begins to offer and to hash. */
  public void start(PublicUrls urls) {
    if (this.urls != null) {
      throw new IllegalStateException("started already");
    }
    this.urls = urls;
    log.log(INFO, "offering {0} as {1}", settings.root(), urls.base());
    long period = settings.recheck().toNanos();
    var unused = rechecks.scheduleWithFixedDelay(this::recheck, 0, period, TimeUnit.NANOSECONDS);
  }

  /**
   * Listeners that come before {@link #start} hear of every torrent. One that throws is logged and
   * does not keep the others from hearing.
   */
  public void addListener(CatalogListener listener) {
    offered.addListener(listener);
  }

  /**
   * The file of a path, if it is offered. If it has changed, its old torrent is withdrawn by the
   * time that this returns. As long as neither the file nor what is known of its torrent changes,
   * it is mostly the same offer. Each call looks at the file; what moves neither its length nor its
   * times nor its permissions can show up to a tenth of a second late, but never in the bytes that
   * an offer gives.
   *
   * @param path decoded, from the root, with a leading slash
   */
  public Optional<Offer> byPath(String path) {
    var known = offers.get(path);
    return known.isPresent() ? known : look(path);
  }

  private Optional<Offer> look(String path) {
    offers.forget(path);
    if (urls == null) {
      return Optional.empty();
    }
    var sighting = source.sight(path);
    withdrawUnlessOffered(path, sighting.map(Sighting::file));
    return sighting.map(this::offer).or(() -> lost(path));
  }

  /** What is still offered of a path though nobody can look at it. */
  private Optional<Offer> lost(String path) {
    return offered.index().byPath(path).map(entry -> Offer.ofLost(this, entry.file()));
  }

  private Offer offer(Sighting sighting) {
    var offer = new Offer(this, sighting.file(), torrentOf(sighting.file()).isPresent());
    offers.put(offer, sighting);
    return offer;
  }

  /** Whether look-ups ask the disks of this machine alone, and no other machine. */
  public boolean isLocal() {
    return settings.root() instanceof ContentRoot.Folder;
  }

  /**
   * What is at a path that {@link #byPath} does not give.
   *
   * @param path as for {@link #byPath}; that of a folder may end with a slash
   */
  public Place placeOf(String path) {
    return urls == null ? Place.NOTHING : source.placeOf(path);
  }

  /**
   * Whether nobody can tell what is at a path that {@link #byPath} does not give, as the content is
   * lost for the moment: a disk that is not mounted, a bucket that does not answer.
   */
  public boolean isLost(String path) {
    return urls != null && outage.isKnownAt(path);
  }

  /**
   * Part of a folder: what {@link #byPath} gives, and folders that the world may enter, in the
   * order of the names ({@link org.spillway.catalog.source.NameOrder}).
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
      return new FolderEntry.File(new Offer(this, file.file(), offered.has(file.file())));
    }
    return new FolderEntry.Folder(((SourceEntry.Folder) entry).name());
  }

  /** The torrent that peers call by this hash: a v1 infohash or a truncated v2 one (BEP 52). */
  public Optional<OfferedTorrent> byInfoHash(InfoHash swarmHash) {
    return offered.index().pathsOf(swarmHash).stream()
        .flatMap(path -> find(path).flatMap(this::torrentOf).stream())
        .filter(torrent -> torrent.key().swarmHashes().contains(swarmHash))
        .findFirst();
  }

  /** The torrent of the file that a GET with this hash asks for. */
  public Optional<OfferedTorrent> byRequestHash(RequestHash requestHash) {
    return offered.index().pathOf(requestHash).flatMap(this::find).flatMap(this::torrentOf);
  }

  /**
   * Whether a torrent with this hash is offered, as of the last look at its file: cheaper than
   * {@link #byInfoHash}, and up to {@code recheck} late.
   */
  public boolean offers(InfoHash swarmHash) {
    return !offered.index().pathsOf(swarmHash).isEmpty();
  }

  public CatalogStats stats() {
    var index = offered.index();
    return new CatalogStats(index.size(), index.bytes(), hashing.size(), hashing.bytesHashed());
  }

  /** How the world reaches what is offered; absent before {@link #start}. */
  public Optional<PublicUrls> urls() {
    return Optional.ofNullable(urls);
  }

  private Optional<SourceFile> find(String path) {
    if (urls == null) {
      return Optional.empty();
    }
    var file = offered.find(path);
    withdrawUnlessOffered(path, file);
    return file;
  }

  private void withdrawUnlessOffered(String path, Optional<SourceFile> file) {
    if (file.isEmpty() || !offered.has(file.get())) {
      offered.withdrawUnlessCurrent(path);
    }
  }

  Content open(SourceFile file) throws IOException {
    try {
      return small.open(file);
    } catch (ContentChangedException e) {
      // Whoever asks again must get another offer.
      offers.forget(file.path());
      throw e;
    }
  }

  Optional<ByteBuffer> inMemory(SourceFile file) {
    return small.get(file);
  }

  Optional<HashProgress> progress(SourceFile file) {
    return hashing.progress(file);
  }

  /** What is known of this version of the file, from memory or from the state folder. */
  Optional<OfferedTorrent> torrentOf(SourceFile file) {
    return offered.ready(file).or(() -> restore(file));
  }

  private Optional<OfferedTorrent> restore(SourceFile file) {
    return store
        .read(file.path())
        .filter(stored -> stored.isOf(file, settings.format()))
        .flatMap(stored -> publish(file, stored));
  }

  CompletableFuture<OfferedTorrent> requestTorrent(SourceFile file) {
    if (file.length() == 0) {
      return CompletableFuture.failedFuture(
          new IOException(file.path() + ": an empty file has no torrent"));
    }
    // A copy: who gives up waiting must not end it for the others.
    return torrentOf(file)
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> hash(file).copy());
  }

  private CompletableFuture<OfferedTorrent> hash(SourceFile file) {
    if (offered.isCurrent(file.path(), file.version())) {
      return hashing.enqueue(file, true).torrent();
    }
    offers.forget(file.path());
    return CompletableFuture.failedFuture(new ContentChangedException(file.path()));
  }

  private final class Hashed implements HashQueue.Publisher {
    @Override
    public Optional<OfferedTorrent> known(SourceFile file) {
      return torrentOf(file);
    }

    @Override
    public OfferedTorrent publish(SourceFile file, FileHashes hashes) throws IOException {
      var stored = StoredTorrent.of(file, hashes);
      if (offered.isCurrent(file.path(), file.version())) {
        keep(stored);
      }
      return Catalog.this
          .publish(file, stored)
          .orElseThrow(() -> new ContentChangedException(file.path()));
    }
  }

  /** A full disk costs a second hashing after the next start, not the torrent. */
  private void keep(StoredTorrent torrent) {
    try {
      store.write(torrent);
      storeFails = false;
    } catch (IOException e) {
      if (!storeFails) {
        log.log(
            WARNING, "state-dir: {0} cannot be written: {1}", settings.stateDir(), Problem.of(e));
      }
      storeFails = true;
    }
  }

  private Optional<OfferedTorrent> publish(SourceFile file, StoredTorrent stored) {
    return offered.offer(new OfferedTorrent(source, file, stored, Objects.requireNonNull(urls)));
  }

  private void recheck() {
    try {
      var unseen = new HashSet<>(offered.index().paths());
      var found = new AtomicBoolean();
      source.walk(
          file -> {
            found.set(true);
            unseen.remove(file.path());
            consider(file);
            return !rechecks.isShutdown();
          });
      walked(found.get());
      findAll(unseen);
    } catch (IOException e) {
      outage.began(Problem.of(e));
      holdAll();
    } catch (RuntimeException e) {
      // Thrown on, it would end all later rechecks without a word.
      log.log(ERROR, "recheck ended early", e);
    }
  }

  private void walked(boolean found) throws IOException {
    if (!found && mayHold() && !settings.confirmEmpty() && !store.isEmpty()) {
      outage.beganEmpty();
    }
    if (!found && outage.isEmptySinceStart()) {
      holdAll();
    } else if (!rechecks.isShutdown()) {
      foundAll();
    }
  }

  private void foundAll() throws IOException {
    if (source.outage("/").isEmpty()) {
      outage.over();
    }
    if (!noted) {
      noted = true;
      store.setRoot(settings.root());
      store.keepOnly(offered.index().paths());
    }
    tellWalked();
  }

  private void tellWalked() {
    offered.walked();
    firstWalk.ended();
  }

  /** Whether what was offered before the start is still to be compared with what is there now. */
  private boolean mayHold() {
    return !noted && !held && store.isOf(settings.root());
  }

  /** Offers what was offered before the start, as nobody can tell that it is gone. */
  private void holdAll() {
    if (!mayHold() || rechecks.isShutdown()) {
      return;
    }
    held = true;
    try {
      store.forEach(this::hold);
    } catch (IOException e) {
      log.log(WARNING, "state-dir: {0} cannot be read: {1}", settings.stateDir(), Problem.of(e));
    }
    tellWalked();
  }

  private void hold(StoredTorrent stored) {
    boolean wanted =
        stored.metainfo().info().format() == settings.format()
            && settings.filter().offers(stored.path());
    if (wanted) {
      long length = stored.metainfo().info().length();
      var file = new SourceFile(stored.path(), length, Instant.EPOCH, stored.version());
      offered.hold(new OfferedTorrent(source, file, stored, Objects.requireNonNull(urls)));
    }
  }

  private void findAll(Set<String> paths) {
    List<String> next = new ArrayList<>();
    var rest = paths.iterator();
    while (rest.hasNext() && !rechecks.isShutdown()) {
      next.clear();
      while (rest.hasNext() && next.size() < LOOKS) {
        next.add(rest.next());
      }
      source.expect(next);
      next.forEach(this::find);
    }
  }

  private void consider(SourceFile file) {
    if (offered.has(file)) {
      return;
    }
    offered.withdrawUnlessCurrent(file.path());
    if (file.length() > 0 && torrentOf(file).isEmpty()) {
      firstWalk.found(hashing.enqueue(file, false).torrent());
    }
  }

  private void settled() {
    // What is given up at the end was not hashed.
    if (!rechecks.isShutdown()) {
      offered.settled();
    }
  }

  /** Ends hashing at its next slice, waits for it, and gives the state folder back. */
  @Override
  public void close() {
    rechecks.shutdown();
    hashing.close();
    try {
      if (!rechecks.awaitTermination(1, TimeUnit.MINUTES)) {
        log.log(WARNING, "the recheck does not end: a disk does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    source.close();
    try {
      store.close();
    } catch (IOException e) {
      log.log(WARNING, "state-dir: {0}", e.getMessage());
    }
  }
}
