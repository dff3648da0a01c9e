package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.spillway.benchmarks.attack.Attacker;
import org.spillway.benchmarks.attack.GoodClient;
import org.spillway.benchmarks.attack.Measured;
import org.spillway.benchmarks.attack.Target;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;

/** Runs one attack on one server after the other, with a good client beside it. */
final class AttackRun {
  static final String FILE = "file.bin";

  private static final String HUNG = "hung";
  private static final String HUNG_DISK = "hung-disk";
  private static final String SCRIPT = "libtorrent_seed.py";

  /**
   * The time for which the server is warmed up, in seconds: once without an attack, and once with
   * one. Until its code is compiled, the compiler takes most of the one core that the server has.
   */
  private static final double WARM_UP = 10;

  private static final double REHEARSAL = 8;
  private static final double BEFORE = 3;
  private static final double DURING = 8;
  private static final double AFTER = 4;

  /** The time after which a good client must have its rate again, in seconds. */
  private static final double RECOVERY = 1;

  private final Workplace workplace;
  private final Path content;
  private final String attack;
  private final String client;

  AttackRun(Workplace workplace, Path content, String attack, String client) {
    this.workplace = workplace;
    this.content = content;
    this.attack = attack;
    this.client = client;
  }

  /**
   * The figures of one server.
   *
   * @param memory the most bytes that the server had in memory
   * @param logPerMinute bytes
   */
  record Figures(
      Measured before, Measured during, Measured after, long memory, double logPerMinute) {}

  Figures ofOurs() throws IOException, InterruptedException {
    if (!attack.equals(HUNG_DISK)) {
      return ofOurs(0);
    }
    Path behind = workplace.folder("behind");
    Files.writeString(behind.resolve("file"), "a file");
    Path point = Files.createDirectories(content.resolve(HUNG));
    var command = List.of("bindfs", "-f", behind.toString(), point.toString());
    var disk = workplace.start(Machine.LOAD_CORE, command);
    try {
      awaitMount(disk, point);
      return ofOurs(disk.pid());
    } finally {
      disk.destroy();
      disk.onExit().join();
      Files.deleteIfExists(point);
    }
  }

  private void awaitMount(Process disk, Path point) throws IOException, InterruptedException {
    while (!Files.exists(point.resolve("file"))) {
      if (disk.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw workplace.failure("bindfs ended");
      }
    }
  }

  private Figures ofOurs(long disk) throws IOException, InterruptedException {
    var java = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    var more = attack.equals("announces") ? List.of("--tracker.policy=open") : List.<String>of();
    try (var server =
        ServerProcess.serveAsConfigured(
            workplace, Machine.SERVER_CORE, content, workplace.folder("state"), java, more)) {
      server.awaitQuiet();
      return measure(server, torrent(server), disk);
    }
  }

  private Path torrent(ServerProcess server) throws IOException, InterruptedException {
    Path torrent = workplace.folder("peer").resolve("file.torrent");
    var metainfo = Metainfo.parse(server.get('/' + FILE + "?torrent"));
    // Nobody is to announce or to look for other peers meanwhile.
    Files.write(torrent, metainfo.withUrls(TorrentUrls.NONE).toBytes());
    return torrent;
  }

  /** Must come after {@link #ofOurs}, which makes the torrent. */
  Figures ofLibtorrent() throws IOException, InterruptedException {
    Path torrent = workplace.folder("peer").resolve("file.torrent");
    String script = workplace.script(SCRIPT).toString();
    var command = List.of(Command.PYTHON, script, torrent.toString(), content.toString());
    try (var server = ServerProcess.start(workplace, Machine.SERVER_CORE, command)) {
      return measure(server, torrent, 0);
    }
  }

  Figures ofNginx() throws IOException, InterruptedException {
    try (var server = Nginx.start(workplace, content, false)) {
      return measure(server, workplace.folder("peer").resolve("file.torrent"), 0);
    }
  }

  private Figures measure(ServerProcess server, Path torrent, long disk)
      throws IOException, InterruptedException {
    var target =
        new Target(
            server.findPort("http").orElse(0),
            server.findPort("seeder").orElse(0),
            '/' + FILE,
            torrent,
            content,
            disk);
    List<Object> arguments = new ArrayList<>(List.of(client));
    arguments.addAll(target.toWords());
    try (var good = LoadProcess.start(workplace, GoodClient.class, arguments)) {
      warmUp(good, target);
      var before = measure(good, BEFORE);
      long log = workplace.errorLength();
      var attacker = attack(target);
      Measured during;
      long memory;
      try {
        during = measure(good, DURING);
        memory = Memory.of(server).resident();
      } finally {
        attacker.close();
      }
      double grown = (workplace.errorLength() - log) * 60 / DURING;
      measure(good, RECOVERY);
      var after = measure(good, AFTER);
      server.run(Duration.ZERO);
      return new Figures(before, during, after, memory, grown);
    }
  }

  private void warmUp(LoadProcess good, Target target) throws IOException {
    measure(good, WARM_UP);
    var rehearsal = attack(target);
    try {
      measure(good, REHEARSAL);
    } finally {
      rehearsal.close();
    }
    measure(good, RECOVERY);
  }

  private LoadProcess attack(Target target) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of(attack));
    arguments.addAll(target.toWords());
    var attacker = LoadProcess.start(workplace, Attacker.class, arguments);
    attacker.line();
    return attacker;
  }

  private static Measured measure(LoadProcess good, double seconds) throws IOException {
    return Measured.parse(good.ask(Double.toString(seconds)));
  }
}
