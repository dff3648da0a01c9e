package org.spillway.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The counts of a load generator between two moments. The generator prints them as one line, and
 * the program that started it reads the line.
 *
 * @param seconds the time between the two moments
 * @param operations the number of answered operations
 * @param bytes the bytes of content that came
 * @param serverCpu the CPU seconds of the server
 * @param loadCpu the CPU seconds of the generator
 */
record LoadFigures(
    double seconds, double operations, double bytes, double serverCpu, double loadCpu) {

  static LoadFigures parse(String line) throws IOException {
    var numbers = List.of(line.strip().split(" ", -1));
    if (numbers.size() != 5) {
      throw new IOException("not the figures of a load generator: " + line);
    }
    double[] values = numbers.stream().mapToDouble(Double::parseDouble).toArray();
    return new LoadFigures(values[0], values[1], values[2], values[3], values[4]);
  }

  String toLine() {
    return String.format(
        Locale.ROOT, "%.6f %.0f %.0f %.2f %.2f", seconds, operations, bytes, serverCpu, loadCpu);
  }

  /** Returns the sum of several measurements. */
  static LoadFigures sum(List<LoadFigures> all) {
    return all.stream().reduce(new LoadFigures(0, 0, 0, 0, 0), LoadFigures::plus);
  }

  private LoadFigures plus(LoadFigures other) {
    return new LoadFigures(
        seconds + other.seconds,
        operations + other.operations,
        bytes + other.bytes,
        serverCpu + other.serverCpu,
        loadCpu + other.loadCpu);
  }

  double operationsPerSecond() {
    return operations / seconds;
  }

  double megabytesPerSecond() {
    return bytes / seconds / 1e6;
  }

  double cpuMicrosPerOperation() {
    return serverCpu / operations * 1e6;
  }

  double cpuSecondsPerGigabyte() {
    return serverCpu / (bytes / 1e9);
  }

  double loadMicrosPerOperation() {
    return loadCpu / operations * 1e6;
  }

  /**
   * Returns the share of a core that the server used. If it is far below 1, the server waited for
   * its load.
   */
  double serverBusy() {
    return serverCpu / seconds;
  }

  /**
   * Returns the share of a core that the generator used. If it is near 1, the generator may be the
   * bottleneck.
   */
  double loadBusy() {
    return loadCpu / seconds;
  }
}
