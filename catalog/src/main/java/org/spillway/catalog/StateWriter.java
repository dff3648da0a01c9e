package org.spillway.catalog;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.spillway.catalog.memory.CacheSize;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.WriteTrouble;

/**
 * Writes to the state folder. What cannot be written, for example because the disk is full, waits
 * in memory and is written as soon as it can be. Safe for use by many threads.
 */
final class StateWriter implements AutoCloseable {
  private static final System.Logger log = System.getLogger(StateWriter.class.getName());

  /** The time after which what waits is written again. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * The limit of the memory that waiting torrents take, in bytes. Torrents beyond it are not
   * written, and their files are hashed again after the next start.
   */
  private static final long MOST = 64L * 1024 * 1024;

  /** The memory that a torrent takes beside its pieces, in bytes. */
  private static final int OVERHEAD = 2048;

  /** Stands for the root among the paths, which begin with a slash. */
  private static final String ROOT = "";

  private interface Change {
    void make() throws IOException;
  }

  private record Writing(TorrentStore store, StoredTorrent torrent) implements Change {
    @Override
    public void make() throws IOException {
      store.write(torrent);
    }
  }

  private final TorrentStore store;
  private final Predicate<String> offered;
  private final Duration pause;
  private final WriteTrouble trouble;
  private final ScheduledThreadPoolExecutor thread;

  /**
   * The changes that wait, by their paths, in the order in which they are tried; guards itself and
   * the next fields. While one waits, later ones of its path take its place.
   */
  private final Map<String, Change> waiting = new LinkedHashMap<>();

  /** The memory that the waiting torrents take. */
  private long bytes;

  private boolean scheduled;

  /**
   * @param offered whether the torrent of a path is offered
   * @param pause the time after which what waits is written again
   */
  StateWriter(Path stateDir, TorrentStore store, Predicate<String> offered, Duration pause) {
    this.store = store;
    this.offered = offered;
    this.pause = pause;
    this.trouble =
        new WriteTrouble(
            stateDir,
            "What has been hashed is kept in memory, and written as soon as it can be",
            Duration.ZERO);
    this.thread = new ScheduledThreadPoolExecutor(1, StateWriter::daemon);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "catalog-state");
    thread.setDaemon(true);
    return thread;
  }

  /** Reads what waits to be written of a path, or what is kept (see {@link TorrentStore#read}). */
  Optional<StoredTorrent> read(String path) {
    synchronized (waiting) {
      if (waiting.get(path) instanceof Writing writing) {
        return Optional.of(writing.torrent());
      }
    }
    return store.read(path);
  }

  void write(StoredTorrent torrent) {
    make(torrent.path(), new Writing(store, torrent));
  }

  /** Notes that the torrent of a path is not offered any more. */
  void setAside(String path) {
    make(path, () -> store.setAside(path));
  }

  /** Notes that the torrent of a path is offered. */
  void takeBack(String path) {
    synchronized (waiting) {
      if (waiting.get(path) instanceof Writing) {
        return;
      }
    }
    make(path, () -> store.takeBack(path));
  }

  /** Forgets the torrent of a path: the file turned out to be another one. */
  void delete(String path) {
    make(path, () -> store.delete(path));
  }

  /**
   * Notes of which root the torrents are, and that no others are offered.
   *
   * @param paths returns the paths that are offered at the time of the writing
   */
  void note(ContentRoot root, Supplier<Collection<String>> paths) {
    make(
        ROOT,
        () -> {
          store.setRoot(root);
          store.keepOnly(paths.get());
        });
  }

  private void make(String path, Change change) {
    synchronized (waiting) {
      if (waiting.containsKey(path)) {
        await(path, change);
        return;
      }
    }
    try {
      change.make();
    } catch (IOException e) {
      trouble.began(e);
      synchronized (waiting) {
        await(path, change);
      }
    }
  }

  private void await(String path, Change change) {
    forget(path);
    if (bytes + size(change) <= CacheSize.of(MOST)) {
      bytes += size(change);
      waiting.put(path, change);
      schedule();
    }
  }

  private void forget(String path) {
    var change = waiting.remove(path);
    if (change != null) {
      bytes -= size(change);
    }
  }

  private static long size(Change change) {
    // The pieces are there twice: in the metainfo, and in what they were made of.
    return change instanceof Writing writing
        ? 2L * writing.torrent().metainfo().toBytes().length + OVERHEAD
        : 0;
  }

  private void schedule() {
    if (!scheduled && !thread.isShutdown()) {
      scheduled = true;
      var unused = thread.schedule(this::retryAll, pause.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void retryAll() {
    try {
      retryInTurn();
    } catch (RuntimeException | Error e) {
      log.log(ERROR, "state-dir: what waits could not be written, and will be tried again", e);
    }
    synchronized (waiting) {
      scheduled = false;
      if (waiting.isEmpty()) {
        trouble.over();
      } else {
        schedule();
      }
    }
  }

  /** Tries all changes up to the first one that fails. */
  private void retryInTurn() {
    List<Map.Entry<String, Change>> changes;
    synchronized (waiting) {
      changes = waiting.entrySet().stream().map(Map.Entry::copyOf).toList();
    }
    for (var change : changes) {
      if (!retry(change.getKey(), change.getValue())) {
        break;
      }
    }
  }

  /** Returns whether the change could be made. */
  private boolean retry(String path, Change change) {
    try {
      change.make();
    } catch (IOException e) {
      log.log(DEBUG, () -> "state-dir: " + Problem.of(e));
      synchronized (waiting) {
        // So that it does not keep others from being tried.
        if (waiting.remove(path, change)) {
          waiting.put(path, change);
        }
      }
      return false;
    }
    synchronized (waiting) {
      if (waiting.get(path) == change) {
        forget(path);
      }
    }
    if (change instanceof Writing) {
      setAsideUnlessOffered(path);
    }
    return true;
  }

  /** It may have been withdrawn while it was written. */
  private void setAsideUnlessOffered(String path) {
    if (!offered.test(path)) {
      setAside(path);
      if (offered.test(path)) {
        takeBack(path);
      }
    }
  }

  /** Tries a last time to write what waits. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
        retryAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (waiting) {
      if (!waiting.isEmpty()) {
        log.log(
            WARNING,
            "state-dir: {0} changes could not be written; files are hashed again after the next"
                + " start",
            waiting.size());
      }
    }
  }
}
