package org.spillway.catalog;

import static java.lang.System.Logger.Level.ERROR;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.spillway.catalog.memory.CacheSize;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.FileChange;
import org.spillway.catalog.source.Outage;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.PieceProofs;
import org.spillway.catalog.version.TouchedFiles;

/**
 * Holds the torrents that are offered at the moment, and tells listeners of changes. Whether a
 * torrent is added or withdrawn is decided by a look at the file itself under a lock, so that
 * neither a late announcement nor a late withdrawal does harm. Safe for use by many threads.
 */
final class OfferedTorrents {
  private static final System.Logger log = System.getLogger(OfferedTorrents.class.getName());

  /** The limit, in bytes, of torrents kept in memory; the others are read from the state folder. */
  private static final long READY = 64L * 1024 * 1024;

  private final ContentSource source;
  private final Outage outage;
  private final Consumer<SourceFile> whenTouched;
  private final TouchedFiles touched = new TouchedFiles();
  private final TorrentIndex index = new TorrentIndex();
  private final List<CatalogListener> listeners = new CopyOnWriteArrayList<>();
  private final Cache<String, OfferedTorrent> ready =
      Caffeine.newBuilder()
          // Its upkeep takes less time than to wake a thread for it.
          .executor(Runnable::run)
          .maximumWeight(CacheSize.of(READY))
          .<String, OfferedTorrent>weigher((path, torrent) -> torrent.weight())
          .build();

  /** Guards changes, so that listeners hear them one at a time and in order. */
  private final Object changes = new Object();

  /**
   * @param whenTouched is called with each version of a file whose torrent stays only until its
   *     bytes have been read again
   */
  OfferedTorrents(ContentSource source, Outage outage, Consumer<SourceFile> whenTouched) {
    this.source = source;
    this.outage = outage;
    this.whenTouched = whenTouched;
  }

  void addListener(CatalogListener listener) {
    listeners.add(listener);
  }

  TorrentIndex index() {
    return index;
  }

  /** Returns whether the torrent of this version is offered. */
  boolean has(SourceFile file) {
    var entry = index.byPath(file.path());
    return entry.isPresent() && entry.get().version().equals(file.version());
  }

  /** Returns the torrent of this version, if it is in memory. */
  Optional<OfferedTorrent> ready(SourceFile file) {
    return ready(file.path()).filter(torrent -> torrent.isOf(file));
  }

  private Optional<OfferedTorrent> ready(String path) {
    return Optional.ofNullable(ready.getIfPresent(path));
  }

  /**
   * Returns the file in the version of its torrent: if only metadata has changed since, that
   * version is to be confirmed, and goes under the version that was hashed.
   */
  SourceFile asHashed(SourceFile seen) {
    return index
        .byPath(seen.path())
        .filter(entry -> source.change(entry.version(), seen.version()) == FileChange.METADATA)
        .map(entry -> seen.withVersion(entry.version()))
        .orElse(seen);
  }

  /** Returns the file of a path; while the content is lost, as its torrent is offered. */
  Optional<SourceFile> find(String path) {
    return source.find(path).map(this::asHashed).or(() -> held(path));
  }

  private Optional<SourceFile> held(String path) {
    var entry = index.byPath(path);
    if (entry.isEmpty() || outage.isOut(path)) {
      return entry.map(TorrentIndex.Entry::file);
    }
    // The outage can have ended between the two looks.
    return source.find(path);
  }

  /** Returns whether a file has this version, or has been given another status alone since. */
  boolean isCurrent(String path, String version) {
    return find(path).filter(file -> file.version().equals(version)).isPresent();
  }

  /** Returns whether a torrent of this version can be offered, to be confirmed if need be. */
  private boolean isLikely(SourceFile file) {
    return find(file.path())
        .map(now -> source.change(file.version(), now.version()))
        .filter(change -> change == FileChange.NONE || change == FileChange.METADATA)
        .isPresent();
  }

  /**
   * @return what is offered now: another thread's torrent of the same version if that was faster;
   *     absent if the file has changed
   */
  Optional<OfferedTorrent> offer(OfferedTorrent torrent) {
    var file = torrent.file();
    OfferedTorrent current;
    synchronized (changes) {
      boolean isNew = !has(file);
      if (isNew && !isLikely(file)) {
        return Optional.empty();
      }
      var before = ready(file.path());
      current = before.filter(b -> b.isOf(file)).orElse(torrent);
      if (isNew) {
        touched.forget(file.path());
        // It is added first and removed last, so that a client that gets the torrent also finds it
        // in
        // the listing of its folder.
        index.put(new TorrentIndex.Entry(torrent.key(), file));
      }
      ready.put(file.path(), current);
      if (isNew) {
        // A reader of the version before can go on if the content is the same.
        before
            .filter(older -> older.sha256().equals(torrent.sha256()))
            .ifPresent(older -> older.proofs().trust(file.version()));
        tell(listener -> listener.offered(torrent));
      }
    }
    // A thread that saw the file change since the look above has found nothing to withdraw.
    withdrawUnlessCurrent(file.path());
    return Optional.of(current);
  }

  /** Notes a version that turned out to have the content of a torrent. */
  boolean confirm(OfferedTorrent torrent, SourceFile same) {
    synchronized (changes) {
      boolean offered =
          index.byPath(same.path()).filter(entry -> torrent.isOf(entry.file())).isPresent();
      if (offered) {
        index.renew(same);
        ready.put(same.path(), torrent.withFile(same));
      }
      return offered;
    }
  }

  /** Withdraws a torrent that turned out not to be that of its file any more. */
  void refute(String path, PieceProofs proofs) {
    synchronized (changes) {
      index.byPath(path).filter(entry -> proofs.trusts(entry.version())).ifPresent(this::withdraw);
    }
  }

  /** Offers a torrent whose file nobody can look at now, in an outage. */
  void hold(OfferedTorrent torrent) {
    synchronized (changes) {
      if (index.byPath(torrent.key().path()).isEmpty()) {
        index.put(new TorrentIndex.Entry(torrent.key(), torrent.file()));
        tell(listener -> listener.offered(torrent));
      }
    }
  }

  /** Withdraws the torrent of a path unless the file may still be the one that was hashed. */
  void withdrawUnlessCurrent(String path) {
    if (index.byPath(path).isEmpty()) {
      return;
    }
    synchronized (changes) {
      index.byPath(path).filter(entry -> !stays(entry)).ifPresent(this::withdraw);
    }
  }

  private boolean stays(TorrentIndex.Entry entry) {
    var now = find(entry.key().path());
    if (now.isEmpty()) {
      return false;
    }
    return switch (source.change(entry.version(), now.get().version())) {
      case NONE, METADATA -> true;
      case TIME -> staysTouched(now.get());
      case GROWTH, OTHER -> false;
    };
  }

  private boolean staysTouched(SourceFile now) {
    var finding = touched.found(now);
    if (finding == TouchedFiles.Finding.NEW) {
      whenTouched.accept(now);
    }
    return finding != TouchedFiles.Finding.RESTLESS;
  }

  private void withdraw(TorrentIndex.Entry entry) {
    String path = entry.key().path();
    touched.forget(path);
    ready.invalidate(path);
    index.remove(path).ifPresent(gone -> tell(listener -> listener.withdrawn(gone.key())));
  }

  void walked() {
    synchronized (changes) {
      tell(CatalogListener::walked);
    }
  }

  void settled() {
    synchronized (changes) {
      tell(CatalogListener::settled);
    }
  }

  private void tell(Consumer<CatalogListener> news) {
    for (CatalogListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        // The others must hear it, and the catalog must go on.
        log.log(ERROR, "a listener failed", e);
      }
    }
  }
}
