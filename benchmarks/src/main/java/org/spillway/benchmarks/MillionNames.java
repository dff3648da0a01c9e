package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Measures how much memory a zone of a million names takes, and how long its server takes to start
 * again.
 */
final class MillionNames implements DnsPart {
  private static final int NAMES = 1_000_000;
  private static final double MB = 1e6;

  @Override
  public String name() {
    return "million";
  }

  @Override
  public void measure(DnsRun run, DnsServers servers, Table table)
      throws IOException, InterruptedException {
    Path folder = run.workplace().folder(name());
    try (var server = start(run, folder, NAMES, table, "published after, s", "")) {
      var memory = Memory.ofJava(run.workplace(), server);
      row(table, "heap, MB", memory.heap() / MB, "");
      row(table, "memory but for files, MB", Memory.anonymous(server) / MB, "<= 1,000");
      row(table, "files, MB", length(folder) / MB, "");
    }
    start(run, folder, 0, table, "started again after, s", "seconds").close();
  }

  /** Starts the server and waits for the first answer. */
  private static ServerProcess start(
      DnsRun run, Path folder, int names, Table table, String what, String target)
      throws IOException {
    long start = System.nanoTime();
    var server = run.ours(folder, DnsZone.UNSIGNED, names);
    if (!DnsPerf.answers(server.port("dns"))) {
      throw new IOException("no answer from the server of a million names");
    }
    row(table, what, (System.nanoTime() - start) / 1e9, target);
    return server;
  }

  private static void row(Table table, String what, double figure, String target) {
    table.row("%,d names, ".formatted(NAMES) + what, figure, target);
  }

  private static long length(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
