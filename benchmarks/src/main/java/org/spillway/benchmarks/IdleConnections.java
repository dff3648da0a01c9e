package org.spillway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the memory that an idle connection takes after one request. */
final class IdleConnections implements HttpPart {
  private static final int MOST = 10_000;

  /** The number of files that the processes have open beside the connections. */
  private static final int OTHER_FILES = 500;

  private static final String FILE = "idle.bin";

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public void measure(HttpRun run, Table table) throws IOException, InterruptedException {
    if (Machine.openFiles() < MOST + OTHER_FILES) {
      throw new IOException(
          "idle needs more open files than %d: ulimit -n %d"
              .formatted(Machine.openFiles(), MOST + OTHER_FILES));
    }
    run.file(FILE, SmallFile.LENGTH);
    double nginx;
    try (var server = run.nginx(false)) {
      var before = Memory.of(server);
      try (var load = connect(run, server)) {
        load.line();
        nginx = (double) (Memory.of(server).resident() - before.resident()) / MOST;
      }
    }
    try (var server = run.serve()) {
      measure(run, table, server, "serve", nginx);
    }
    try (var server = run.filter()) {
      measure(run, table, server, "filter", nginx);
    }
  }

  private static void measure(
      HttpRun run, Table table, ServerProcess server, String name, double nginx)
      throws IOException, InterruptedException {
    run.warmUp(new HttpGenerator.Work(server, '/' + FILE, SmallFile.PLAIN, SmallFile.CONNECTIONS));
    var before = Memory.ofJava(run.workplace(), server);
    try (var load = connect(run, server)) {
      load.line();
      var after = Memory.ofJava(run.workplace(), server);
      String work = "%,d idle connections, %s, ".formatted(MOST, name);
      table
          .row(
              work + "bytes each",
              (double) (after.resident() - before.resident()) / MOST,
              nginx,
              "nginx",
              "<= 20,000")
          .row(work + "of heap, bytes each", (double) (after.heap() - before.heap()) / MOST, "");
    }
  }

  /** Starts the load, which prints a line when all requests have been answered. */
  private static LoadProcess connect(HttpRun run, ServerProcess server) throws IOException {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of(server.port("http"), '/' + FILE, MOST));
    arguments.addAll(SmallFile.PLAIN);
    return LoadProcess.start(run.workplace(), IdleLoad.class, arguments);
  }
}
