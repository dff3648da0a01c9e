package org.spillway.benchmarks;

import java.io.IOException;
import java.util.List;

/** A benchmark that the user can run by its name. */
interface Benchmark {

  /** Returns the name by which the user calls the benchmark. */
  String name();

  /** Returns one line that says what the benchmark measures. */
  String summary();

  /**
   * Runs the benchmark and returns its figures.
   *
   * @param arguments the arguments that follow the name
   * @throws IOException if a program or file that the benchmark needs does not work
   */
  Table run(Workplace workplace, List<String> arguments) throws IOException, InterruptedException;
}
