package org.spillway.catalog;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.HashBuffer;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.TorrentFormat;

/**
 * Hashes files on a bounded number of threads: what was asked for last comes first, a job that is
 * under way is laid aside for it and goes on later where it was, and what nobody waits for comes
 * last, in the order it came.
 */
final class HashQueue implements AutoCloseable {
  private static final System.Logger log = System.getLogger(HashQueue.class.getName());

  /** Receives the results. Its methods are called on the threads that hash. */
  interface Publisher {
    /** Returns the torrent, if it became known while the job waited. */
    Optional<OfferedTorrent> known(SourceFile file);

    /** Makes a torrent of what was found out. */
    OfferedTorrent publish(SourceFile file, FileHashes hashes) throws IOException;
  }

  private final ContentSource source;
  private final TorrentFormat format;
  private final Publisher publisher;
  private final int threads;
  private final ExecutorService workers;
  private final Queue<HashBuffer> buffers = new ConcurrentLinkedQueue<>();
  private final LongAdder bytesHashed = new LongAdder();
  private volatile boolean closed;

  /** Guards everything below. */
  private final LongSupplier nanoTime;

  private final Object lock = new Object();

  private final Map<String, HashJob> byPath = new HashMap<>();
  private final TreeSet<HashJob> waiting =
      new TreeSet<>(
          Comparator.comparingLong(HashJob::urgency)
              .reversed()
              .thenComparingLong(HashJob::arrival));
  private long serial;
  private int busy;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  HashQueue(
      ContentSource source,
      TorrentFormat format,
      int threads,
      Publisher publisher,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.publisher = publisher;
    this.source = source;
    this.format = format;
    this.threads = threads;
    var number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              var thread = new Thread(task, "catalog-hash-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Puts a version of a file in the queue, or finds the job that is there already.
   *
   * @param wanted whether a caller waits: then it is hashed next
   */
  HashJob enqueue(SourceFile file, boolean wanted) {
    synchronized (lock) {
      var known = byPath.get(file.path());
      boolean isNew = known == null || !known.isOf(file);
      var job = known == null || isNew ? new HashJob(file, format, ++serial) : known;
      if (closed) {
        job.torrent().completeExceptionally(closedWhile(job));
        return job;
      }
      boolean waits = waiting.remove(job) || isNew;
      if (wanted) {
        job.setUrgency(++serial);
      }
      if (waits) {
        byPath.put(file.path(), job);
        waiting.add(job);
        employ();
      }
      return job;
    }
  }

  private static IOException closedWhile(HashJob job) {
    return new IOException(job.file().path() + ": the catalog is closed");
  }

  private void employ() {
    if (busy < threads) {
      busy++;
      workers.execute(this::workUntilEmpty);
    }
  }

  private void workUntilEmpty() {
    var idle = buffers.poll();
    var buffer = idle == null ? new HashBuffer() : idle;
    for (var job = next(); job.isPresent(); job = next()) {
      work(job.get(), buffer);
    }
    buffers.add(buffer);
  }

  private Optional<HashJob> next() {
    synchronized (lock) {
      var job = Optional.ofNullable(waiting.pollFirst());
      if (job.isEmpty()) {
        busy--;
      }
      return job;
    }
  }

  private void work(HashJob job, HashBuffer buffer) {
    try {
      var known = job.isBegun() ? Optional.<OfferedTorrent>empty() : publisher.known(job.file());
      var torrent = known.isPresent() ? known : hash(job, buffer);
      if (torrent.isPresent()) {
        forget(job);
        job.torrent().complete(torrent.get());
      }
    } catch (IOException e) {
      logFailure(job, e);
      fail(job, e);
    } catch (RuntimeException | Error e) {
      log.log(ERROR, job.file().path() + " cannot be hashed", e);
      fail(job, new IOException(job.file().path() + " cannot be hashed", e));
    }
  }

  /**
   * Hashes until the file is done, or returns nothing if the job was suspended for a more urgent
   * one.
   */
  private Optional<OfferedTorrent> hash(HashJob job, HashBuffer buffer) throws IOException {
    var hashes = workOneSlice(job, buffer);
    while (hashes.isEmpty()) {
      if (closed) {
        throw closedWhile(job);
      }
      if (laidAside(job)) {
        return Optional.empty();
      }
      hashes = workOneSlice(job, buffer);
    }
    return Optional.of(publisher.publish(job.file(), hashes.get()));
  }

  private Optional<FileHashes> workOneSlice(HashJob job, HashBuffer buffer) throws IOException {
    long before = job.progress().hashed();
    try {
      return job.workOneSlice(source, buffer, nanoTime);
    } finally {
      bytesHashed.add(job.progress().hashed() - before);
    }
  }

  /** Puts the job back if a more urgent one waits; a worker takes both up again in their turn. */
  private boolean laidAside(HashJob job) {
    synchronized (lock) {
      boolean more = !waiting.isEmpty() && waiting.first().urgency() > job.urgency();
      if (more) {
        waiting.add(job);
      }
      return more;
    }
  }

  private void logFailure(HashJob job, IOException e) {
    boolean expected = closed || e instanceof ContentChangedException;
    log.log(expected ? DEBUG : WARNING, "{0} cannot be hashed: {1}", job.file().path(), e);
  }

  /**
   * Removes a job before its result is announced, because a listener that hears of a failure may
   * try again.
   */
  private void forget(HashJob job) {
    synchronized (lock) {
      byPath.remove(job.file().path(), job);
    }
  }

  private void fail(HashJob job, IOException e) {
    forget(job);
    job.torrent().completeExceptionally(e);
  }

  Optional<HashProgress> progress(SourceFile file) {
    synchronized (lock) {
      return Optional.ofNullable(byPath.get(file.path()))
          .filter(job -> job.isOf(file))
          .map(HashJob::progress);
    }
  }

  /** Returns the number of files that wait or are being hashed. */
  int size() {
    synchronized (lock) {
      return byPath.size();
    }
  }

  long bytesHashed() {
    return bytesHashed.sum();
  }

  /** Gives up what waits, ends what is under way at its next slice, and waits for that. */
  @Override
  public void close() {
    List<HashJob> givenUp;
    synchronized (lock) {
      closed = true;
      givenUp = List.copyOf(waiting);
      waiting.clear();
    }
    workers.shutdown();
    givenUp.forEach(job -> fail(job, closedWhile(job)));
    try {
      if (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
        log.log(WARNING, "hashing does not end: a disk does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
