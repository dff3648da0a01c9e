package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;

/** Measures blocks of 16 KiB for peers, from Spillway and from libtorrent. */
final class SeedBench implements Benchmark {
  private static final long LENGTH = 1024L * 1024 * 1024;
  private static final int CONNECTIONS = 8;
  private static final int WARM_UP = 10;
  private static final int SECONDS = 8;

  /** The number of rounds, in which both take turns, so that a disturbance affects both. */
  private static final int ROUNDS = 3;

  private static final String SCRIPT = "libtorrent_seed.py";

  @Override
  public String name() {
    return "seed";
  }

  @Override
  public String summary() {
    return "seeding to 8 connections, or as many as the argument says; libtorrent beside it";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    int connections = arguments.isEmpty() ? CONNECTIONS : Integer.parseInt(arguments.get(0));
    Path content = workplace.folder("content");
    workplace.file("content", "file.bin", LENGTH);
    try (var ours =
        ServerProcess.serve(workplace, Machine.SERVER_CORE, content, workplace.folder("state"))) {
      Path torrent = workplace.folder("peer").resolve("file.torrent");
      var metainfo = Metainfo.parse(ours.get("/file.bin?torrent"));
      // Nobody is to announce or to look for other peers meanwhile.
      Files.write(torrent, metainfo.withUrls(TorrentUrls.NONE).toBytes());
      try (var peer = libtorrent(workplace, torrent, content)) {
        return measure(workplace, torrent, connections, ours, peer);
      }
    }
  }

  private static ServerProcess libtorrent(Workplace workplace, Path torrent, Path content)
      throws IOException {
    String script = workplace.script(SCRIPT).toString();
    var command = List.of(Command.PYTHON, script, torrent.toString(), content.toString());
    return ServerProcess.start(workplace, Machine.SERVER_CORE, command);
  }

  private static Table measure(
      Workplace workplace, Path torrent, int connections, ServerProcess ours, ServerProcess peer)
      throws IOException, InterruptedException {
    load(workplace, torrent, connections, ours, WARM_UP);
    load(workplace, torrent, connections, peer, WARM_UP);
    List<LoadFigures> ourFigures = new ArrayList<>();
    List<LoadFigures> peerFigures = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      ourFigures.add(load(workplace, torrent, connections, ours, 2));
      peerFigures.add(load(workplace, torrent, connections, peer, 2));
    }
    return table(connections, LoadFigures.sum(ourFigures), LoadFigures.sum(peerFigures));
  }

  private static LoadFigures load(
      Workplace workplace, Path torrent, int connections, ServerProcess server, int warmUp)
      throws IOException, InterruptedException {
    var arguments =
        List.of(server.pid(), server.port("seeder"), torrent, connections, warmUp, SECONDS);
    return LoadFigures.parse(
        Command.run(workplace, Machine.LOAD_CORE, Command.java(PeerLoad.class, arguments))
            .output());
  }

  private static Table table(int connections, LoadFigures ours, LoadFigures peer) {
    String name = "libtorrent";
    return new Table("bench seed: blocks of 16 KiB to %d connections".formatted(connections))
        .row("MB/s", ours.megabytesPerSecond(), peer.megabytesPerSecond(), name, ">= 1 x")
        .row("CPU s/GB", ours.cpuSecondsPerGigabyte(), peer.cpuSecondsPerGigabyte(), name, "")
        .row("cores used by the server", ours.serverBusy(), peer.serverBusy(), name, "")
        .row("cores used by the load", ours.loadBusy(), peer.loadBusy(), name, "");
  }
}
