package org.spillway.catalog;

import static java.lang.System.Logger.Level.ERROR;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.SourceFile;

/**
 * Which torrents are offered at the moment, and who wants to know. What comes in and what goes out
 * is judged by a look at the file itself while nothing else changes, so that neither a late
 * announcement nor a late withdrawal does harm. Safe for use by many threads.
 */
final class OfferedTorrents {
  private static final System.Logger log = System.getLogger(OfferedTorrents.class.getName());

  /** Bytes of torrents kept ready in memory; the others are read from the state folder. */
  private static final long READY = 64L * 1024 * 1024;

  private final ContentSource source;
  private final Outage outage;
  private final TorrentIndex index = new TorrentIndex();
  private final List<CatalogListener> listeners = new CopyOnWriteArrayList<>();
  private final Cache<String, OfferedTorrent> ready =
      Caffeine.newBuilder()
          // Its upkeep takes less time than to wake a thread for it.
          .executor(Runnable::run)
          .maximumWeight(READY)
          .<String, OfferedTorrent>weigher((path, torrent) -> torrent.weight())
          .build();

  /** Guards changes, so that listeners hear them one at a time and in order. */
  private final Object changes = new Object();

  OfferedTorrents(ContentSource source, Outage outage) {
    this.source = source;
    this.outage = outage;
  }

  void addListener(CatalogListener listener) {
    listeners.add(listener);
  }

  TorrentIndex index() {
    return index;
  }

  /** Whether the torrent of this version is offered. */
  boolean has(SourceFile file) {
    var entry = index.byPath(file.path());
    return entry.isPresent() && entry.get().version().equals(file.version());
  }

  /** The torrent of this version, if it is in memory. */
  Optional<OfferedTorrent> ready(SourceFile file) {
    var torrent = ready.getIfPresent(file.path());
    boolean current = torrent != null && torrent.file().version().equals(file.version());
    return current ? Optional.ofNullable(torrent) : Optional.empty();
  }

  /** The file of a path; while the content is lost, as its torrent is offered. */
  Optional<SourceFile> find(String path) {
    return source.find(path).or(() -> held(path));
  }

  private Optional<SourceFile> held(String path) {
    var entry = index.byPath(path);
    if (entry.isEmpty() || outage.isOut(path)) {
      return entry.map(TorrentIndex.Entry::file);
    }
    // The outage can have ended between the two looks.
    return source.find(path);
  }

  boolean isCurrent(String path, String version) {
    return find(path).filter(file -> file.version().equals(version)).isPresent();
  }

  /**
   * @return what is offered now: another thread's torrent of the same version if that was faster;
   *     absent if the file has changed
   */
  Optional<OfferedTorrent> offer(OfferedTorrent torrent) {
    var file = torrent.file();
    OfferedTorrent current;
    synchronized (changes) {
      if (!isCurrent(file.path(), file.version())) {
        return Optional.empty();
      }
      current = ready(file).orElse(torrent);
      boolean isNew = !has(file);
      if (isNew) {
        // First, as it goes last: who gets the torrent finds it in the listing of its folder, too.
        index.put(new TorrentIndex.Entry(torrent.key(), file));
      }
      ready.put(file.path(), current);
      if (isNew) {
        tell(listener -> listener.offered(torrent));
      }
    }
    // Who saw the file change since the look above found nothing to withdraw yet.
    withdrawUnlessCurrent(file.path());
    return Optional.of(current);
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

  /** Withdraws the torrent of a path unless the file is still the one that was hashed. */
  void withdrawUnlessCurrent(String path) {
    if (index.byPath(path).isEmpty()) {
      return;
    }
    synchronized (changes) {
      boolean outdated = index.byPath(path).filter(e -> !isCurrent(path, e.version())).isPresent();
      if (outdated) {
        ready.invalidate(path);
        index.remove(path).ifPresent(entry -> tell(l -> l.withdrawn(entry.key())));
      }
    }
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
