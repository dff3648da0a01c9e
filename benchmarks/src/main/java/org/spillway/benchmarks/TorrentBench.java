package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a torrent that is known already, beside a static file of the same size from the same
 * server.
 */
final class TorrentBench implements Benchmark {
  /** The length of a file whose .torrent has 512 pieces. */
  private static final long LENGTH = 128L * 1024 * 1024;

  private static final String TORRENT = "/big.bin?torrent";
  private static final String FILE = "/small.bin";
  private static final int CONNECTIONS = 16;
  private static final int WARM_UP = 15;
  private static final int SECONDS = 5;

  /** The number of rounds, in which both take turns, so that a disturbance affects both. */
  private static final int ROUNDS = 4;

  @Override
  public String name() {
    return "torrent";
  }

  @Override
  public String summary() {
    return "a cached ?torrent answer beside a static file of the same size";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    Path content = workplace.folder("content");
    workplace.file("content", "big.bin", LENGTH);
    try (var server =
        ServerProcess.serve(workplace, Machine.SERVER_CORE, content, workplace.folder("state"))) {
      int size = server.get(TORRENT).length;
      workplace.file("content", "small.bin", size);
      server.get(FILE + "?torrent");
      try (var generator = HttpGenerator.start(workplace)) {
        return measure(generator, server, size);
      }
    }
  }

  private static Table measure(HttpGenerator generator, ServerProcess server, int size)
      throws IOException {
    var torrent = work(server, TORRENT);
    var file = work(server, FILE);
    generator.load(file, WARM_UP, 1);
    generator.load(torrent, WARM_UP, 1);
    List<LoadFigures> torrents = new ArrayList<>();
    List<LoadFigures> files = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      torrents.add(generator.load(torrent, 1, SECONDS));
      files.add(generator.load(file, 1, SECONDS));
    }
    return table(LoadFigures.sum(torrents), LoadFigures.sum(files), size);
  }

  private static HttpGenerator.Work work(ServerProcess server, String target) {
    return new HttpGenerator.Work(server, target, List.of("Accept: */*"), CONNECTIONS);
  }

  private static Table table(LoadFigures torrent, LoadFigures file, int size) {
    String title =
        "bench torrent: a .torrent and a file of %,d bytes, %d connections kept alive"
            .formatted(size, CONNECTIONS);
    return new Table(title)
        .row(
            "CPU us a request",
            torrent.cpuMicrosPerOperation(),
            file.cpuMicrosPerOperation(),
            "file",
            "<= 1.2")
        .row("requests/s", torrent.operationsPerSecond(), file.operationsPerSecond(), "file", "")
        .row("cores used by the server", torrent.serverBusy(), file.serverBusy(), "file", "")
        .row("cores used by the load", torrent.loadBusy(), file.loadBusy(), "file", "");
  }
}
