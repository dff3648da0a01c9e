package org.spillway.webapp.terminal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.spillway.net.DaemonThreads;

/** Does something at equal intervals on a thread of its own, until it is closed. */
final class Ticker implements AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("progress"));

  private Ticker() {}

  static Ticker start(Runnable task, long millis) {
    var ticker = new Ticker();
    var unused = ticker.thread.scheduleWithFixedDelay(task, millis, millis, MILLISECONDS);
    return ticker;
  }

  /** Does not wait, because the last turn may wait for the caller's own lock. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
