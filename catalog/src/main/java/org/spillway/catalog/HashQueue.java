package org.spillway.catalog;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.TorrentFormat;

/**
 * Hashes files on a bounded number of threads: what was asked for last comes first, a job that is
 * under way is laid aside for it and goes on later where it was, and what nobody waits for comes
 * last, in the order it came.
 */
final class HashQueue implements AutoCloseable {

  /** Makes a torrent of what was found out, on the thread that found it out. */
  @FunctionalInterface
  interface Publisher {
    OfferedTorrent publish(SourceFile file, FileHashes hashes) throws IOException;
  }

  private final ContentSource source;
  private final TorrentFormat format;
  private final Publisher publisher;
  private final ExecutorService workers;
  private final LongAdder bytesHashed = new LongAdder();

  /** Guards everything below. */
  private final Object lock = new Object();

  private final Map<String, HashJob> byPath = new HashMap<>();
  private final Map<HashJob, Long> arrivals = new HashMap<>();
  private final TreeSet<HashJob> waiting =
      new TreeSet<>(
          Comparator.comparingLong(HashJob::urgency)
              .reversed()
              .thenComparingLong(job -> arrivals.getOrDefault(job, 0L)));
  private long serial;

  HashQueue(ContentSource source, TorrentFormat format, int threads, Publisher publisher) {
    this.publisher = publisher;
    this.source = source;
    this.format = format;
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
   * @param wanted whether somebody waits: it becomes the next to be worked on
   */
  HashJob enqueue(SourceFile file, boolean wanted) {
    synchronized (lock) {
      var job = byPath.get(file.path());
      boolean known = job != null && job.file().version().equals(file.version());
      if (job == null || !known) {
        job = new HashJob(file, format, publisher);
        byPath.put(file.path(), job);
        arrivals.put(job, ++serial);
        hurryIfWanted(job, wanted);
        waiting.add(job);
        workers.execute(this::workUntilEmpty);
      } else if (wanted && !job.isDone()) {
        boolean waits = waiting.remove(job);
        hurryIfWanted(job, true);
        if (waits) {
          waiting.add(job);
        }
      }
      return job;
    }
  }

  private void hurryIfWanted(HashJob job, boolean wanted) {
    if (wanted) {
      job.setUrgency(++serial);
    }
  }

  private void workUntilEmpty() {
    for (var job = next(); job.isPresent(); job = next()) {
      work(job.get());
    }
  }

  private Optional<HashJob> next() {
    synchronized (lock) {
      return Optional.ofNullable(waiting.pollFirst());
    }
  }

  private void work(HashJob job) {
    while (!job.isDone()) {
      long before = job.progress().hashed();
      job.workOneSlice(source);
      bytesHashed.add(job.progress().hashed() - before);
      if (!job.isDone() && laidAside(job)) {
        return;
      }
    }
    forget(job);
  }

  /** Puts the job back if a more urgent one waits; a worker takes both up again in their turn. */
  private boolean laidAside(HashJob job) {
    synchronized (lock) {
      boolean closing = workers.isShutdown();
      if (closing) {
        job.cancel();
        return false;
      }
      if (waiting.isEmpty() || waiting.first().urgency() <= job.urgency()) {
        return false;
      }
      waiting.add(job);
      return true;
    }
  }

  private void forget(HashJob job) {
    synchronized (lock) {
      byPath.remove(job.file().path(), job);
      arrivals.remove(job);
    }
  }

  Optional<HashProgress> progress(SourceFile file) {
    synchronized (lock) {
      return Optional.ofNullable(byPath.get(file.path()))
          .filter(job -> job.file().version().equals(file.version()))
          .map(HashJob::progress);
    }
  }

  /** Jobs that wait or are under way. */
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
    synchronized (lock) {
      workers.shutdown();
      waiting.forEach(HashJob::cancel);
      waiting.clear();
    }
    try {
      workers.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
