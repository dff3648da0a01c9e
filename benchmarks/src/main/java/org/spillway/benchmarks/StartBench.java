package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Measures the time from the start of the process to its first answer with a file. */
final class StartBench implements Benchmark {
  private static final int RUNS = 9;
  private static final String BOTH_CORES = Machine.SERVER_CORE + ',' + Machine.LOAD_CORE;

  private record Start(double seconds, double cpu) {}

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "from the start of the process to its first answer";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    workplace.file("content", "small.bin", 4096);
    var table =
        new Table("bench start: seconds until the first answer, of %d runs".formatted(RUNS));
    add(table, "two cores", workplace, BOTH_CORES);
    add(table, "one core", workplace, Machine.SERVER_CORE);
    return table;
  }

  private static void add(Table table, String work, Workplace workplace, String cores)
      throws IOException, InterruptedException {
    double[] seconds = new double[RUNS];
    double[] cpu = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      var start = start(workplace, cores);
      seconds[i] = start.seconds;
      cpu[i] = start.cpu;
    }
    Arrays.sort(seconds);
    Arrays.sort(cpu);
    table
        .row(work + ", median", seconds[RUNS / 2], "< 2")
        .row(work + ", least", seconds[0], "")
        .row(work + ", most", seconds[RUNS - 1], "")
        .row(work + ", CPU s, median", cpu[RUNS / 2], "");
  }

  private static Start start(Workplace workplace, String cores)
      throws IOException, InterruptedException {
    Path content = workplace.folder("content");
    Path state = workplace.folder("state");
    long start = System.nanoTime();
    try (var server = ServerProcess.serve(workplace, cores, content, state)) {
      server.get("/small.bin");
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Start(seconds, CpuTimes.of(server.pid()).own());
    }
  }
}
