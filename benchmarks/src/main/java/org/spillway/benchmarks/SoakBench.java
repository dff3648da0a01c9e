package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spillway.benchmarks.attack.Attacker;
import org.spillway.benchmarks.attack.GoodClient;
import org.spillway.benchmarks.attack.Measured;
import org.spillway.benchmarks.attack.Target;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;

/**
 * Runs a server for minutes under everything that hostile peers, and senders of datagrams, can do,
 * and fails if what it holds grows. The good client beside them shows that it goes on to serve.
 */
final class SoakBench implements Benchmark {
  private static final int STANDARD_MINUTES = 10;
  private static final int MOST_MINUTES = 24 * 60;
  private static final long LENGTH = 64_000_000;
  private static final int SAMPLES = 16;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final double MEGA = 1e6;

  /** Cheap messages come from attacks that have figures of their own. */
  private static final List<String> ATTACKS =
      List.of("hostile-peers", "hostile-datagrams", "handshakes", "interest");

  private static final List<String> HEADER =
      List.of(
          "after, s",
          "heap, MB",
          "direct, MB",
          "descriptors",
          "threads",
          "good peer, MB/s",
          "longest wait, s");

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String summary() {
    return "a server under hostile traffic for 10 minutes, or MINUTES, must stay as it is";
  }

  /**
   * {@inheritDoc}
   *
   * @param arguments the minutes, and then the attacks if not all are to be made
   */
  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    var time = Duration.ofMinutes(minutes(arguments));
    Path content = workplace.folder("content");
    workplace.file("content", AttackRun.FILE, LENGTH);
    var java = List.of("-Xmx256m", "-XX:NativeMemoryTracking=summary");
    var more = List.of("--seeder.utp=true", "--dht.enabled=true", "--dht.bootstrap=127.0.0.1:9");
    try (var server =
        ServerProcess.serveAsConfigured(
            workplace, Machine.SERVER_CORE, content, workplace.folder("state"), java, more)) {
      var target = target(workplace, server, content);
      return soak(workplace, server, target, time, attacks(arguments));
    }
  }

  private static int minutes(List<String> arguments) throws IOException {
    if (arguments.isEmpty()) {
      return STANDARD_MINUTES;
    }
    String word = arguments.get(0);
    int minutes = word.matches("\\d{1,4}") ? Integer.parseInt(word) : 0;
    if (minutes < 1 || minutes > MOST_MINUTES) {
      throw new IOException("soak: minutes must be 1 to %d, were %s".formatted(MOST_MINUTES, word));
    }
    return minutes;
  }

  private static List<String> attacks(List<String> arguments) {
    return arguments.size() > 1 ? arguments.subList(1, arguments.size()) : ATTACKS;
  }

  private static Target target(Workplace workplace, ServerProcess server, Path content)
      throws IOException, InterruptedException {
    Path torrent = workplace.folder("peer").resolve("file.torrent");
    var metainfo = Metainfo.parse(server.get('/' + AttackRun.FILE + "?torrent"));
    Files.write(torrent, metainfo.withUrls(TorrentUrls.NONE).toBytes());
    return new Target(
        server.port("http"), server.port("seeder"), '/' + AttackRun.FILE, torrent, content, 0);
  }

  private static Table soak(
      Workplace workplace, ServerProcess server, Target target, Duration time, List<String> attacks)
      throws IOException, InterruptedException {
    var table = new Table("bench soak: what the server holds under hostile traffic", HEADER);
    List<Holdings> held = new ArrayList<>();
    List<LoadProcess> attackers = new ArrayList<>();
    try (var good = start(workplace, GoodClient.class, "peer", target)) {
      for (String attack : attacks) {
        var attacker = start(workplace, Attacker.class, attack, target);
        attackers.add(attacker);
        attacker.line();
      }
      // Classes are loaded and pools filled for the first time.
      server.run(WARM_UP);
      for (int i = 1; i <= SAMPLES; i++) {
        double seconds = time.toSeconds() / (double) SAMPLES;
        var measured = Measured.parse(good.ask(Double.toString(seconds)));
        var now = Holdings.of(workplace, server);
        held.add(now);
        table.row(row(i * seconds, now, measured));
      }
    } finally {
      for (LoadProcess attacker : attackers) {
        attacker.close();
      }
    }
    return checked(table, held);
  }

  private static LoadProcess start(Workplace workplace, Class<?> main, String kind, Target target)
      throws IOException {
    List<Object> words = new ArrayList<>(List.of(kind));
    words.addAll(target.toWords());
    return LoadProcess.start(workplace, main, words);
  }

  private static List<String> row(double seconds, Holdings now, Measured good) {
    System.err.printf("bench: soak, %.0f s, %s%n", seconds, now);
    return List.of(
        Table.number(seconds),
        Table.number(now.heap() / MEGA),
        Table.number(now.direct() / MEGA),
        Long.toString(now.descriptors()),
        Long.toString(now.threads()),
        Table.number(good.bytesPerSecond() / MEGA),
        Table.number(good.longestWait()));
  }

  private static Table checked(Table table, List<Holdings> held) throws IOException {
    var problems = Holdings.growth(held);
    if (!problems.isEmpty()) {
      System.out.println(table);
      throw new IOException("soak: the server grows: " + String.join("; ", problems));
    }
    return table;
  }
}
