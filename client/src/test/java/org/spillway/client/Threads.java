package org.spillway.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for the threads of a fixture, whose sockets have been closed. */
final class Threads {
  private Threads() {}

  static void end(ExecutorService executor) {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new AssertionError("a fixture's thread does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
