package org.spillway.dns.update;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spillway.net.DaemonThreads;

/** Runs a {@link Publisher} whenever there is something to do, and again after a failure. */
final class PublisherThread implements Runnable, AutoCloseable {
  private static final System.Logger log = System.getLogger(PublisherThread.class.getName());

  private final Primary primary;
  private final Publisher publisher;
  private final UpdateTiming timing;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable PrimaryConnection connection;
  private String lastError = "";
  private int failures;

  PublisherThread(Primary primary, Publisher publisher, UpdateTiming timing, String name) {
    this.primary = primary;
    this.publisher = publisher;
    this.timing = timing;
    this.thread = DaemonThreads.single(name, this);
  }

  void start() {
    thread.start();
  }

  UpdateStats stats() {
    return publisher.stats();
  }

  /** Ends what is going on; the primary gets the rest after the next start. */
  @Override
  public void close() {
    stopped.countDown();
    closeConnection();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeConnection() {
    var open = connection;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void run() {
    try {
      Duration pause;
      do {
        pause = work();
        publisher.note(lastError);
      } while (!stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Works, and returns how long to wait afterwards. */
  private Duration work() {
    try {
      if (publisher.hasWork()) {
        tell();
      }
      return timing.gather();
    } catch (RefusedException e) {
      return refused(e);
    } catch (IOException | RuntimeException | Error e) {
      log.log(DEBUG, () -> "an update of " + primary + " failed", e);
      return failed(e);
    }
  }

  private void tell() throws IOException {
    try (var opened = new PrimaryConnection(primary)) {
      connection = opened;
      if (isStopped()) {
        return;
      }
      opened.connect(timing.timeout());
      publisher.work(opened);
    }
    if (failures > 0) {
      log.log(INFO, "dns.update: {0} takes updates again", primary);
    }
    failures = 0;
    lastError = "";
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private Duration refused(RefusedException e) {
    fail(
        "refuses updates of %s that are signed with key %s: %s"
            .formatted(publisher.updated(), primary.key().name(), e.getMessage()));
    return timing.retryAfter(failures);
  }

  /** Handles a failure after which it is not known what the primary received. */
  private Duration failed(Throwable e) {
    fail("takes no updates of %s: %s".formatted(publisher.updated(), e.getMessage()));
    return timing.retryAfter(failures);
  }

  /** Tells an operator once of each problem. */
  private void fail(String error) {
    failures++;
    publisher.doubt();
    if (!isStopped()) {
      log.log(error.equals(lastError) ? DEBUG : WARNING, "dns.update: {0} {1}", primary, error);
    }
    lastError = error;
  }
}
