package org.spillway.net;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Makes threads that are named after their job and numbered: seeder-io-1, seeder-io-2. All of them
 * are daemons, so the end of the program never waits for them. Safe for use by many threads.
 */
public final class DaemonThreads implements ThreadFactory {
  private static final System.Logger log = System.getLogger(DaemonThreads.class.getName());

  /** Limits the wait for a thread that waits itself, such as for a disk that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String job;
  private final BiFunction<Runnable, String, ? extends Thread> maker;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Thread> made = new CopyOnWriteArrayList<>();

  public DaemonThreads(String job) {
    this(job, Thread::new);
  }

  /**
   * @param maker makes a thread of another class than {@link Thread} from a task and a name
   */
  public DaemonThreads(String job, BiFunction<Runnable, String, ? extends Thread> maker) {
    this.job = job;
    this.maker = maker;
  }

  /** Makes the only thread of its job, which therefore has no number; the caller starts it. */
  public static Thread single(String job, Runnable task) {
    var thread = new Thread(task, job);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Returns a task that an executor can run again and again: an executor gives up a task that
   * throws, without a word.
   *
   * @param what is done, for the log
   */
  public static Runnable enduring(String what, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.log(ERROR, what + " failed, and will be tried again", e);
      }
    };
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = maker.apply(task, job + "-" + count.incrementAndGet());
    thread.setDaemon(true);
    made.removeIf(older -> older.getState() == Thread.State.TERMINATED);
    made.add(thread);
    return thread;
  }

  /**
   * Waits until the threads have ended, 10 seconds for each at most. A pool says that it has ended
   * a moment before its threads have.
   */
  public void join() {
    try {
      for (Thread thread : made) {
        thread.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
