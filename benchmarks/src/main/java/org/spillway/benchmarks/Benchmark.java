package org.spillway.benchmarks;

import java.io.IOException;
import java.util.List;

/** Something to be measured. */
interface Benchmark {

  /** What the user calls it. */
  String name();

  /** One line on what it measures. */
  String summary();

  /**
   * @param arguments what stands behind the name
   * @throws IOException if something that it needs does not work
   */
  Table run(Workplace workplace, List<String> arguments) throws IOException, InterruptedException;
}
