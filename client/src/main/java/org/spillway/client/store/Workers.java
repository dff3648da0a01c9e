package org.spillway.client.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.spillway.net.DaemonThreads;

/** Does the same for many numbers on a few threads. */
final class Workers {
  private static final int MAX_THREADS = 4;

  private final int count;
  private final Task task;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Workers(int count, Task task) {
    this.count = count;
    this.task = task;
  }

  /** What is done for each number. */
  @FunctionalInterface
  interface Task {
    /** Does it for one number, and returns whether to go on with others. */
    boolean run(int number) throws IOException;
  }

  /**
   * Runs a task for each number from 0 to {@code count} − 1, in about this order, until all are
   * done, one says that it is enough, or one fails. No thread is left when it returns or throws.
   *
   * @throws InterruptedException if the thread that waits is interrupted. The others are not,
   *     because an interrupt closes the files that they use.
   */
  static void run(int count, Task task) throws IOException, InterruptedException {
    new Workers(count, task).run();
  }

  private void run() throws IOException, InterruptedException {
    int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    var executor = Executors.newFixedThreadPool(threads, new DaemonThreads("client-disk"));
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, count); i++) {
      running.add(executor.submit(this::work));
    }
    executor.shutdown();
    await(running);
  }

  /** Runs on each thread. */
  private boolean work() throws IOException {
    boolean fine = false;
    try {
      int number = next.getAndIncrement();
      while (number < count && number >= 0 && !stopped.get() && task.run(number)) {
        number = next.getAndIncrement();
      }
      fine = number >= count;
    } finally {
      if (!fine) {
        stopped.set(true);
      }
    }
    return fine;
  }

  private void await(List<Future<?>> running) throws IOException, InterruptedException {
    InterruptedException interrupt = null;
    IOException problem = null;
    for (int i = 0; i < running.size(); ) {
      try {
        running.get(i).get();
        i++;
      } catch (InterruptedException e) {
        stopped.set(true);
        interrupt = e;
      } catch (ExecutionException e) {
        problem = problem(e);
        i++;
      }
    }
    if (interrupt != null) {
      throw interrupt;
    }
    if (problem != null) {
      throw problem;
    }
  }

  private static IOException problem(ExecutionException e) {
    if (e.getCause() instanceof IOException problem) {
      return problem;
    }
    throw new IllegalStateException("a task failed", e.getCause());
  }
}
