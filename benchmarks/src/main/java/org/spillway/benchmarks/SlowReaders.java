package org.spillway.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures many readers that are slower than the server, which may neither buffer too much for them
 * nor neglect any of them.
 */
final class SlowReaders implements HttpPart {
  private static final String FILE = "sparse.bin";
  private static final long LENGTH = 10_000_000_000L;
  private static final int READERS = 500;
  private static final int RATE = 1_000_000;
  private static final int WARM_UP = 10;
  private static final int SECONDS = 10;
  private static final int LOOKS = 3;
  private static final double MEGA = 1e6;

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public void measure(HttpRun run, Table table) throws IOException, InterruptedException {
    sparse(run.content().resolve(FILE));
    Figures nginx;
    try (var server = run.nginx(false)) {
      nginx = load(run, server, false);
    }
    try (var server = run.serve()) {
      measure(run, table, server, "serve", nginx);
    }
    try (var server = run.filter()) {
      measure(run, table, server, "filter", nginx);
    }
  }

  private static void sparse(Path file) throws IOException {
    try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(LENGTH);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static void measure(
      HttpRun run, Table table, ServerProcess server, String name, Figures nginx)
      throws IOException, InterruptedException {
    server.awaitQuiet();
    var figures = load(run, server, true);
    String work = "%d readers of 1 MB/s, %s, ".formatted(READERS, name);
    table
        .row(work + "slowest, MB/s", figures.slowest, nginx.slowest, "nginx", ">= 0.9")
        .row(
            work + "CPU s/GB",
            figures.undisturbed.cpuSecondsPerGigabyte(),
            nginx.undisturbed.cpuSecondsPerGigabyte(),
            "nginx",
            "");
    for (int i = 0; i < figures.heaps.size(); i++) {
      table.row(
          work + "heap, MB, look " + (i + 1),
          figures.heaps.get(i) / MEGA,
          i == 0 ? "" : "as before");
    }
  }

  /**
   * The figures of the readers.
   *
   * @param undisturbed the CPU time of an interval in which nobody looks at the heap, because that
   *     costs some
   * @param slowest the bytes that the slowest reader got in all intervals
   */
  private record Figures(LoadFigures undisturbed, double slowest, List<Long> heaps) {}

  private static Figures load(HttpRun run, ServerProcess server, boolean java)
      throws IOException, InterruptedException {
    int seconds = run.quick() ? 10 : 30;
    List<Object> arguments =
        List.of(
            server.pid(),
            server.port("http"),
            '/' + FILE,
            READERS,
            RATE,
            WARM_UP,
            SECONDS,
            seconds);
    try (var load = LoadProcess.start(run.workplace(), PacedLoad.class, arguments)) {
      load.line();
      LoadFigures.parse(load.line());
      var undisturbed = LoadFigures.parse(load.line());
      List<Long> heaps = new ArrayList<>();
      for (int i = 0; java && i < LOOKS; i++) {
        server.run(Duration.ofMillis(1000L * seconds / LOOKS * 9 / 10));
        heaps.add(Memory.heap(run.workplace(), server));
      }
      var looked = LoadFigures.parse(load.line());
      double slowest = Math.min(undisturbed.operationsPerSecond(), looked.operationsPerSecond());
      return new Figures(undisturbed, slowest / MEGA, heaps);
    }
  }
}
