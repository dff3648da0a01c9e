package org.spillway.webapp;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, not for a time. */
public final class Await {
  private Await() {}

  public static void until(Supplier<String> what, Duration most, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + most.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + most + ": " + what.get());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
