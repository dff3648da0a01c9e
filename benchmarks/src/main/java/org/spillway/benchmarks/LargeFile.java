package org.spillway.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Measures a file of 1 GiB in memory, which shows the cost of a byte. */
final class LargeFile implements HttpPart {
  static final String NAME = "large.bin";
  static final long LENGTH = 1024L * 1024 * 1024;

  private static final List<Integer> CONNECTIONS = List.of(1, 8);
  private static final int SECONDS = 5;

  @Override
  public String name() {
    return "large";
  }

  @Override
  public void measure(HttpRun run, Table table) throws IOException, InterruptedException {
    run.file(NAME, LENGTH);
    try (var serve = run.serve();
        var filter = run.filter();
        var core = run.coreFiles();
        var nginx = run.nginx(false);
        var generator = HttpGenerator.discarding(run.workplace())) {
      for (ServerProcess ours : List.of(serve, filter)) {
        // The file is hashed before it is measured.
        ours.get('/' + NAME + "?torrent");
      }
      var servers = new LinkedHashMap<String, ServerProcess>();
      servers.put("serve", serve);
      servers.put("filter", filter);
      servers.put("core", core);
      servers.put("nginx", nginx);
      for (int connections : CONNECTIONS) {
        measure(run.with(generator), table, servers, connections);
      }
    }
  }

  private static void measure(
      HttpRun run, Table table, Map<String, ServerProcess> servers, int connections)
      throws IOException, InterruptedException {
    Map<String, HttpGenerator.Work> works = new LinkedHashMap<>();
    for (var server : servers.entrySet()) {
      var work =
          new HttpGenerator.Work(server.getValue(), '/' + NAME, SmallFile.PLAIN, connections);
      if (!server.getKey().equals("nginx")) {
        run.warmUp(work);
      }
      works.put(server.getKey(), work);
    }
    var figures = run.measure(works, SECONDS);
    row(table, figures, connections, "serve", "nginx", "<= 0.21 (0.7 x)");
    row(table, figures, connections, "serve", "core", "");
    row(table, figures, connections, "filter", "nginx", "");
  }

  private static void row(
      Table table,
      Map<String, LoadFigures> figures,
      int connections,
      String ours,
      String peer,
      String target) {
    var our = Objects.requireNonNull(figures.get(ours));
    var other = Objects.requireNonNull(figures.get(peer));
    String work = "1 GiB, %d connections, %s, ".formatted(connections, ours);
    table
        .row(
            work + "CPU s/GB",
            our.cpuSecondsPerGigabyte(),
            other.cpuSecondsPerGigabyte(),
            peer,
            target)
        .row(work + "MB/s", our.megabytesPerSecond(), other.megabytesPerSecond(), peer, "")
        .row(work + "cores used by the load", our.loadBusy(), other.loadBusy(), peer, "");
  }
}
