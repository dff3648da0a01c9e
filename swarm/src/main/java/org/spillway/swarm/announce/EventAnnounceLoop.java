package org.spillway.swarm.announce;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Runs tasks on an event loop. */
record EventAnnounceLoop(EventExecutor executor) implements AnnounceLoop {
  private static final System.Logger log = System.getLogger(EventAnnounceLoop.class.getName());

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      log.log(DEBUG, "a task came after the event loop has ended");
    }
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    try {
      var scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException e) {
      log.log(DEBUG, "a task came after the event loop has ended");
      return () -> {};
    }
  }
}
