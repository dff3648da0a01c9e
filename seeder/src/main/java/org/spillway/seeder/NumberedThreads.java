package org.spillway.seeder;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads that are called after their job: seeder-io-1, seeder-io-2. */
final class NumberedThreads {
  private NumberedThreads() {}

  static ThreadFactory named(String job) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, job + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
