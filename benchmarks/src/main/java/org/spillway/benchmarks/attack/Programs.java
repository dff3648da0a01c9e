package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.util.List;

/** Small programs of the system. */
final class Programs {
  private Programs() {}

  /** Runs a program to its end. */
  static void run(String... command) throws IOException {
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IOException(List.of(command) + " ended with " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + List.of(command) + " ran", e);
    }
  }
}
