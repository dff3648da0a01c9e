package org.spillway.seeder;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads that are called after their job: seeder-io-1, seeder-io-2. */
final class NumberedThreads {
  /** For one that waits for a disk which does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Thread> all = new CopyOnWriteArrayList<>();

  ThreadFactory named(String job) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, job + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      all.add(thread);
      return thread;
    };
  }

  /** Waits for the threads themselves: a pool says that it has ended a moment before they have. */
  void join() {
    try {
      for (Thread thread : all) {
        thread.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
