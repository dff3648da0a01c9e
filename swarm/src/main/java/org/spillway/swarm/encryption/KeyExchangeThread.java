package org.spillway.swarm.encryption;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.spillway.net.DaemonThreads;

/**
 * Computes the secrets of all connections on one thread, each in about 0.4 ms, so that a crowd of
 * peers that want to encrypt does not keep the others waiting. Further peers are refused. Safe for
 * use by many threads.
 */
public final class KeyExchangeThread implements Executor, AutoCloseable {
  /** The most peers that wait at a time, the last of them for about 0.1 s. */
  private static final int MOST_WAITING = 256;

  private final DaemonThreads threads = new DaemonThreads("key-exchange");

  /** Its thread is started for the first task, and ends after a while without any. */
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), threads);

  public KeyExchangeThread() {
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Computes a secret.
   *
   * @throws java.util.concurrent.RejectedExecutionException if too many wait, or after the end
   */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Ends the thread, and drops what waits. To be called before the event loops end. */
  @Override
  public void close() {
    pool.shutdownNow();
    threads.join();
  }
}
