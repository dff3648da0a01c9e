package org.spillway.tracker;

import static java.lang.System.Logger.Level.ERROR;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.spillway.net.DaemonThreads;

/** Runs one task again and again, on a thread of its own. */
final class Expiry implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Expiry.class.getName());

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Expiry(Runnable expire, Duration pause) {
    this.thread = DaemonThreads.single("tracker-expiry", () -> run(expire, pause));
  }

  static Expiry start(Runnable expire, Duration pause) {
    var expiry = new Expiry(expire, pause);
    expiry.thread.start();
    return expiry;
  }

  private void run(Runnable expire, Duration pause) {
    try {
      while (!closed.await(pause.toMillis(), MILLISECONDS)) {
        runOnce(expire);
      }
    } catch (InterruptedException e) {
      // An interrupt means that the thread must end, and so it does.
    }
  }

  /** Runs the task once; a bug in one round must not keep all peers for ever. */
  private static void runOnce(Runnable expire) {
    try {
      expire.run();
    } catch (RuntimeException | Error e) {
      log.log(ERROR, "peers whose time is over were not all dropped", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
