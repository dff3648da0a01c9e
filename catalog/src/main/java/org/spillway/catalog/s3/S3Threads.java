package org.spillway.catalog.s3;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads named after their job. */
final class S3Threads {
  private S3Threads() {}

  /** Returns a pool with a maximum number of threads, which end when there is nothing to do. */
  static ThreadPoolExecutor pool(String job, int most) {
    var number = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            most,
            most,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, job + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
