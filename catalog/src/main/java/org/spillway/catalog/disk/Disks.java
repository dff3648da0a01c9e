package org.spillway.catalog.disk;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The disks of this machine, by the paths that lie on them. Safe for use by many threads. */
public final class Disks implements AutoCloseable {
  /** The time for which mounts are taken to stay as they are, in nanoseconds. */
  private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

  private static final int MOST_THREADS = 256;

  private static final int KEEP_SECONDS = 10;

  private final LongSupplier nanoTime;
  private final ExecutorService threads;
  private final Map<Mount, Disk> disks = new ConcurrentHashMap<>();
  private volatile Snapshot snapshot;

  private record Snapshot(Mounts mounts, long time) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public Disks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.snapshot = new Snapshot(Mounts.read(), nanoTime.getAsLong());
    var number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              var thread = new Thread(task, "catalog-disk-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Returns the disk that a path lies on; asks no disk for it.
   *
   * @param path is absolute and real: no link is followed
   */
  public Disk of(Path path) {
    return disks.computeIfAbsent(mounts().of(path), mount -> new Disk(mount, threads, nanoTime));
  }

  /** Returns the folders that file systems are mounted on which do not answer. */
  public Set<Path> hanging() {
    return disks.entrySet().stream()
        .filter(disk -> disk.getValue().isHanging())
        .map(disk -> disk.getKey().point())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns where file systems are mounted within a folder. */
  public Set<Path> mountedIn(Path folder) {
    return mounts().all().stream()
        .map(Mount::point)
        .filter(point -> point.startsWith(folder) && !point.equals(folder))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the entries of a folder that file systems are mounted on. */
  public Set<Path> mountedOn(Path folder) {
    return mountedIn(folder).stream()
        .filter(point -> folder.equals(point.getParent()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Mounts mounts() {
    var known = snapshot;
    long now = nanoTime.getAsLong();
    if (now - known.time() >= LOOK) {
      known = new Snapshot(Mounts.read(), now);
      snapshot = known;
    }
    return known.mounts();
  }

  /** Does not wait for calls that hang. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
