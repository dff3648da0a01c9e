package org.spillway.benchmarks;

import java.io.IOException;

/** One of the works that {@code bench http} measures. */
interface HttpPart {

  /** What the user calls it. */
  String name();

  /** Adds its rows. */
  void measure(HttpRun run, Table table) throws IOException, InterruptedException;
}
