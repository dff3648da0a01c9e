package org.spillway.swarm.peer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.net.DaemonThreads;

/**
 * The threads that read from disk. One that waits for a disk that does not answer is replaced, so
 * that the files on other disks are read as before. Safe for use by many threads.
 */
final class DiskThreads implements Executor, AutoCloseable {
  /** A thread that has worked at one job for so long waits for a disk. */
  static final Duration STUCK = Duration.ofMillis(250);

  /** The most threads that are replaced at a time. */
  private static final int MOST_STUCK = 64;

  private final int count;
  private final LongSupplier nanoTime;
  private final DaemonThreads threads = new DaemonThreads("seeder-disk");
  private final Map<Thread, Long> busySince = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor pool;

  /**
   * @param count the number of threads that read at a time
   * @param nanoTime as {@link System#nanoTime}
   */
  DiskThreads(int count, LongSupplier nanoTime) {
    this.count = count;
    this.nanoTime = nanoTime;
    this.pool = new Pool();
  }

  private final class Pool extends ThreadPoolExecutor {
    Pool() {
      super(count, count + MOST_STUCK, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable job) {
      busySince.put(thread, nanoTime.getAsLong());
    }

    @Override
    protected void afterExecute(Runnable job, @Nullable Throwable failure) {
      busySince.remove(Thread.currentThread());
    }
  }

  @Override
  public void execute(Runnable job) {
    pool.execute(job);
  }

  /** Replaces threads that are stuck; to be called a few times a second. */
  void review() {
    long now = nanoTime.getAsLong();
    long stuck =
        busySince.values().stream().filter(since -> now - since >= STUCK.toNanos()).count();
    pool.setCorePoolSize(count + (int) Math.min(stuck, MOST_STUCK));
  }

  /** Waits for what is being read, for a minute at most. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.join();
  }
}
