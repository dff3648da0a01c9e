package org.spillway.catalog;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

  /** Bytes of torrents kept ready in memory; the others are read from the state folder. */
  private static final long CACHE_WEIGHT = 64L * 1024 * 1024;

  private final CatalogSettings settings;
  private final ContentSource source;
  private final TorrentIndex index = new TorrentIndex();
  private final List<CatalogListener> listeners = new CopyOnWriteArrayList<>();
  private final HashQueue hashing;
  private final Cache<String, OfferedTorrent> ready =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_WEIGHT)
          .<String, OfferedTorrent>weigher((path, torrent) -> torrent.weight())
          .build();
  private final ScheduledExecutorService rechecks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "catalog-recheck");
            thread.setDaemon(true);
            return thread;
          });

  private final TorrentStore store;

  /** Guards changes of the index, so that listeners hear them one at a time and in order. */
  private final Object changes = new Object();

  /** Null until {@link #start}: nothing is offered whose URL is not known. */
  private volatile @Nullable PublicUrls urls;

  private Catalog(CatalogSettings settings, ContentSource source, TorrentStore store) {
    this.settings = settings;
    this.source = source;
    this.store = store;
    this.hashing =
        new HashQueue(source, settings.format(), settings.hashThreads(), this::publishHashed);
  }

  /**
   * Takes possession of the state folder; starts nothing yet.
   *
   * @throws IOException if the root or the state folder cannot be used; names the key
   */
  public static Catalog open(CatalogSettings settings) throws IOException {
    var source = new FileTree(settings.root());
    return new Catalog(settings, source, TorrentStore.open(settings.stateDir()));
  }

  /** Begins to offer and to hash. */
  public void start(PublicUrls urls) {
    if (this.urls != null) {
      throw new IllegalStateException("started already");
    }
    this.urls = urls;
    log.log(INFO, "offering {0} as {1}", settings.root(), urls.base());
    long period = settings.recheck().toMillis();
    var unused = rechecks.scheduleWithFixedDelay(this::recheck, 0, period, TimeUnit.MILLISECONDS);
  }

  /** Listeners that come before {@link #start} hear of every torrent. */
  public void addListener(CatalogListener listener) {
    listeners.add(listener);
  }

  /**
   * The file of a path, if it is offered.
   *
   * @param path decoded, from the root, with a leading slash
   */
  public Optional<Offer> byPath(String path) {
    return find(path).map(file -> new Offer(this, file));
  }

  /** The torrent that peers call by this hash: a v1 infohash or a truncated v2 one (BEP 52). */
  public Optional<OfferedTorrent> byInfoHash(InfoHash swarmHash) {
    return index.pathsOf(swarmHash).stream()
        .flatMap(path -> find(path).flatMap(this::torrentOf).stream())
        .filter(torrent -> torrent.key().swarmHashes().contains(swarmHash))
        .findFirst();
  }

  /** The torrent of the file that a GET with this hash asks for. */
  public Optional<OfferedTorrent> byRequestHash(RequestHash requestHash) {
    return index.pathOf(requestHash).flatMap(this::find).flatMap(this::torrentOf);
  }

  /**
   * Whether a torrent with this hash is offered, as of the last look at its file: cheaper than
   * {@link #byInfoHash}, and up to {@code recheck} late.
   */
  public boolean offers(InfoHash swarmHash) {
    return !index.pathsOf(swarmHash).isEmpty();
  }

  public CatalogStats stats() {
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
    var file = source.find(path);
    if (file.isEmpty()) {
      withdraw(path);
    }
    return file;
  }

  Content open(SourceFile file) throws IOException {
    return source.open(file);
  }

  Optional<HashProgress> progress(SourceFile file) {
    return hashing.progress(file);
  }

  /** What is known of this version of the file, from memory or from the state folder. */
  Optional<OfferedTorrent> torrentOf(SourceFile file) {
    var entry = index.byPath(file.path());
    if (entry.isPresent() && !entry.get().version().equals(file.version())) {
      withdraw(file.path());
    }
    var torrent =
        Optional.ofNullable(ready.getIfPresent(file.path()))
            .filter(known -> known.file().version().equals(file.version()));
    return torrent.isPresent() ? torrent : restore(file);
  }

  private Optional<OfferedTorrent> restore(SourceFile file) {
    return store
        .read(file.path())
        .filter(stored -> stored.isOf(file, settings.format()))
        .map(stored -> publish(file, stored));
  }

  CompletableFuture<OfferedTorrent> requestTorrent(SourceFile file) {
    return torrentOf(file)
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> hashing.enqueue(file, true).torrent());
  }

  private OfferedTorrent publishHashed(SourceFile file, FileHashes hashes) throws IOException {
    var stored = StoredTorrent.of(file, hashes);
    store.write(stored);
    return publish(file, stored);
  }

  private OfferedTorrent publish(SourceFile file, StoredTorrent stored) {
    var torrent = new OfferedTorrent(source, file, stored, Objects.requireNonNull(urls));
    synchronized (changes) {
      ready.put(file.path(), torrent);
      var known = index.byPath(file.path()).filter(e -> e.version().equals(file.version()));
      if (known.isEmpty()) {
        index.put(new TorrentIndex.Entry(torrent.key(), file.version(), file.length()));
        listeners.forEach(listener -> listener.offered(torrent));
      }
    }
    return torrent;
  }

  private void withdraw(String path) {
    if (index.byPath(path).isEmpty()) {
      return;
    }
    synchronized (changes) {
      ready.invalidate(path);
      index
          .remove(path)
          .ifPresent(entry -> listeners.forEach(listener -> listener.withdrawn(entry.key())));
    }
  }

  private void recheck() {
    try {
      Set<String> seen = new HashSet<>();
      source.walk(
          file -> {
            seen.add(file.path());
            consider(file);
          });
      index.paths().stream().filter(path -> !seen.contains(path)).forEach(this::find);
    } catch (IOException e) {
      log.log(WARNING, e.getMessage());
      index.paths().forEach(this::find);
    } catch (RuntimeException e) {
      // Thrown on, it would end all later rechecks without a word.
      log.log(ERROR, "recheck ended early", e);
    }
  }

  private void consider(SourceFile file) {
    boolean current =
        index.byPath(file.path()).filter(e -> e.version().equals(file.version())).isPresent();
    if (!current && torrentOf(file).isEmpty()) {
      hashing.enqueue(file, false);
    }
  }

  /** Ends hashing at its next slice, waits for it, and gives the state folder back. */
  @Override
  public void close() {
    rechecks.shutdown();
    hashing.close();
    try {
      rechecks.awaitTermination(1, TimeUnit.MINUTES);
      store.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.log(WARNING, "state-dir: {0}", e.getMessage());
    }
  }
}
