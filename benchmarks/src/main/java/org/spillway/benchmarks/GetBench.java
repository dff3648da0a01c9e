package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;

/**
 * Measures {@code spillway get}, with the start of its JVM, beside other clients: from one seeder
 * of libtorrent, and over HTTP alone.
 */
final class GetBench implements Benchmark {
  /** The name of the file. */
  static final String NAME = "file.bin";

  private static final long MEBIBYTE = 1024L * 1024;
  private static final int MEBIBYTES = 1024;

  /** The number of rounds, in which all take turns, so that a disturbance affects all. */
  private static final int ROUNDS = 3;

  private static final String HOME = System.getProperty("spillway.home", ".");
  private static final String SEED = "libtorrent_seed.py";
  private static final String GET = "libtorrent_get.py";

  @Override
  public String name() {
    return "get";
  }

  @Override
  public String summary() {
    return "downloading 1 GiB, or as many MiB as the argument says; libtorrent, aria2 and curl"
        + " beside it";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    int mebibytes = arguments.isEmpty() ? MEBIBYTES : Integer.parseInt(arguments.get(0));
    Path content = workplace.folder("content");
    workplace.file("content", NAME, mebibytes * MEBIBYTE);
    var table =
        new Table("bench get: a file of %d MiB, least of %d rounds".formatted(mebibytes, ROUNDS));
    try (var server =
        ServerProcess.serve(workplace, Machine.LOAD_CORE, content, workplace.folder("state"))) {
      var metainfo = Metainfo.parse(server.get('/' + NAME + "?torrent"));
      fromPeer(workplace, content, metainfo, table, mebibytes * MEBIBYTE);
      overHttp(workplace, server, metainfo, table, mebibytes * MEBIBYTE);
    }
    return table;
  }

  private static void fromPeer(
      Workplace workplace, Path content, Metainfo metainfo, Table table, long length)
      throws IOException, InterruptedException {
    Path torrent = workplace.folder("peer").resolve("file.torrent");
    // Nobody is to announce or to look for other peers meanwhile.
    Files.write(torrent, metainfo.withUrls(TorrentUrls.NONE).toBytes());
    String seed = workplace.script(SEED).toString();
    var command = List.of(Command.PYTHON, seed, torrent.toString(), content.toString());
    try (var seeder = ServerProcess.start(workplace, Machine.LOAD_CORE, command);
        var tracker = OnePeerTracker.start(seeder.port("seeder"))) {
      // aria2 does not read x.pe; the others have connected before they ask the tracker.
      String magnet =
          "magnet:?xt=urn:btih:%s&dn=%s&x.pe=127.0.0.1:%d&tr=%s"
              .formatted(
                  metainfo.info().swarmHash(), NAME, seeder.port("seeder"), tracker.announceUrl());
      String script = workplace.script(GET).toString();
      var libtorrent =
          new Getting(
              workplace,
              "libtorrent",
              folder -> List.of(Command.PYTHON, script, magnet, folder.toString()));
      var aria2 = new Getting(workplace, "aria2", folder -> aria2(magnet, folder));
      var ours = new Getting(workplace, "get from a peer", folder -> ours(magnet, folder));
      measure(table, ours, List.of(libtorrent, aria2), length);
    }
  }

  private static void overHttp(
      Workplace workplace, ServerProcess server, Metainfo metainfo, Table table, long length)
      throws IOException, InterruptedException {
    String base = "http://127.0.0.1:%d".formatted(server.port("http"));
    String url = base + '/' + NAME;
    Path torrent = workplace.folder("web-seed").resolve("file.torrent");
    var webSeed = new TorrentUrls(List.of(), List.of(base + "/seed/" + NAME));
    Files.write(torrent, metainfo.withUrls(webSeed).toBytes());
    var curl =
        new Getting(
            workplace,
            "curl",
            folder -> List.of("curl", "-sf", "-o", folder.resolve(NAME).toString(), url));
    var seed = new Getting(workplace, "get from a web seed", f -> ours(torrent.toString(), f));
    measure(table, seed, List.of(curl), length);
    table.row("hashing the same bytes alone, CPU s", hashing(workplace), "");
    try (var nginx = Nginx.start(workplace, workplace.folder("content"), false)) {
      String plain = "http://127.0.0.1:%d/%s".formatted(nginx.port("http"), NAME);
      var get = new Getting(workplace, "get without a torrent", f -> ours(plain, f, "--no-dns"));
      var peer =
          new Getting(
              workplace,
              "curl",
              folder -> List.of("curl", "-sf", "-o", folder.resolve(NAME).toString(), plain));
      measure(table, get, List.of(peer), length);
    }
  }

  private static List<String> aria2(String magnet, Path folder) {
    return List.of(
        "aria2c",
        "--seed-time=0",
        "--quiet",
        "--enable-dht=false",
        "--bt-enable-lpd=false",
        "--file-allocation=none",
        "--dir=" + folder,
        magnet);
  }

  private static List<String> ours(String url, Path folder, String... more) {
    List<String> command = new ArrayList<>(List.of(HOME + "/bin/spillway", "get", "-q"));
    command.addAll(List.of(more));
    command.addAll(List.of("-o", folder.resolve(NAME).toString(), url));
    return command;
  }

  private static double hashing(Workplace workplace) throws IOException, InterruptedException {
    Path content = workplace.folder("content");
    var arguments = List.of("SHA-1", 1, content, content, workplace.folder("hash-state"));
    var result =
        Command.run(workplace, Machine.SERVER_CORE, Command.java(HashWork.class, arguments));
    return HashWork.Cost.parse(result.output()).cpu();
  }

  private static void measure(Table table, Getting ours, List<Getting> peers, long length)
      throws IOException, InterruptedException {
    List<Getting> all = new ArrayList<>(List.of(ours));
    all.addAll(peers);
    List<Optional<Getting.Cost>> least = new ArrayList<>();
    all.forEach(unused -> least.add(Optional.empty()));
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < all.size(); i++) {
        var cost = all.get(i).run(length);
        least.set(i, Optional.of(least.get(i).map(cost::least).orElse(cost)));
      }
    }
    for (int i = 1; i < all.size(); i++) {
      rows(table, ours.name(), least.get(0).orElseThrow(), all.get(i).name(), least.get(i).get());
    }
  }

  private static void rows(
      Table table, String work, Getting.Cost ours, String name, Getting.Cost peer) {
    boolean aria2 = name.equals("aria2");
    table
        .row(work + ", s", ours.seconds(), peer.seconds(), name, aria2 ? "" : "<= 1 x")
        .row(work + ", CPU s", ours.cpu(), peer.cpu(), name, aria2 ? "<= 0.5 x" : "")
        .row(work + ", MB of memory", ours.megabytes(), peer.megabytes(), name, "<= 200");
  }
}
