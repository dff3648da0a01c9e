package org.spillway.swarm.announce;

import java.time.Duration;

/** Runs tasks one after the other on one thread. Safe for use by many threads. */
interface AnnounceLoop {
  /** Returns the time as {@link System#nanoTime} does. */
  long nanoTime();

  /** Runs a task soon, after those that were handed in before; never if the loop has ended. */
  void execute(Runnable task);

  /**
   * Runs a task later.
   *
   * @return cancels the task, unless it has begun
   */
  Runnable schedule(Duration delay, Runnable task);
}
