package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.spillway.benchmarks.attack.Measured;

/** Measures good clients before, during and after attacks, one attack after the other. */
final class AttackBench implements Benchmark {
  private static final String OURS = "ours";
  private static final String NGINX = "nginx";
  private static final String LIBTORRENT = "libtorrent";
  private static final long LENGTH = 200_000_000;
  private static final int MANY = 1_000;
  private static final double MEGA = 1e6;

  private static final List<String> HEADER =
      List.of(
          "",
          "server",
          "before",
          "during",
          "after",
          "during/before",
          "longest wait, s",
          "memory, MB",
          "log, KB/min");

  /**
   * A part of the benchmark, which prints one row or more.
   *
   * @param name the attack
   * @param client the kind of the good client
   * @param peer the other server that is attacked in the same way; empty if there is none
   */
  private record Part(String name, String client, String peer) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("unread-blocks", "peer", LIBTORRENT),
          new Part("unread-blocks", "newcomer", LIBTORRENT),
          new Part("unread-blocks", "download", ""),
          new Part("idle-peers", "newcomer", LIBTORRENT),
          new Part("interest", "peer", LIBTORRENT),
          new Part("handshakes", "peer", LIBTORRENT),
          new Part("unread-bodies", "download", NGINX),
          new Part("http2-windows", "download", ""),
          new Part("announces", "announce", ""),
          new Part("connections", "download", NGINX),
          new Part("folder-pages", "download", NGINX),
          new Part("hung-disk", "download", ""),
          new Part("fifos", "download", NGINX));

  @Override
  public String name() {
    return "attack";
  }

  @Override
  public String summary() {
    return "good clients before, during and after attacks, at -Xmx256m; for root, with bindfs";
  }

  /**
   * {@inheritDoc}
   *
   * @param arguments the names of attacks; without any, all attacks are made
   */
  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    var parts =
        PARTS.stream().filter(p -> arguments.isEmpty() || arguments.contains(p.name())).toList();
    if (parts.isEmpty()) {
      throw new IOException("there is no attack " + arguments);
    }
    var content = content(workplace);
    var table = new Table("bench attack: MB/s of a good client, or its answers a second", HEADER);
    for (Part part : parts) {
      var run = new AttackRun(workplace, content, part.name(), part.client());
      row(table, part, OURS, run.ofOurs());
      if (part.peer().equals(NGINX) && Nginx.isInstalled()) {
        row(table, part, NGINX, run.ofNginx());
      } else if (part.peer().equals(LIBTORRENT)) {
        row(table, part, LIBTORRENT, run.ofLibtorrent());
      }
    }
    return table;
  }

  private static Path content(Workplace workplace) throws IOException {
    Path content = workplace.folder("content");
    workplace.file("content", AttackRun.FILE, LENGTH);
    Path many = Files.createDirectories(content.resolve("many"));
    for (int i = 0; i < MANY; i++) {
      Path file = Files.writeString(many.resolve("file-%04d.txt".formatted(i)), "a file\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return content;
  }

  private static void row(Table table, Part part, String server, AttackRun.Figures figures) {
    boolean counts = part.client().equals("newcomer") || part.client().equals("announce");
    System.err.printf("bench: %s, %s, %s: done%n", part.name(), part.client(), server);
    double before = rate(figures.before(), counts);
    double during = rate(figures.during(), counts);
    table.row(
        List.of(
            part.name() + ", " + part.client(),
            server,
            Table.number(before),
            Table.number(during),
            Table.number(rate(figures.after(), counts)),
            Table.number(during / before),
            String.format(Locale.ROOT, "%.2f", figures.during().longestWait()),
            Table.number(figures.memory() / MEGA),
            Table.number(figures.logPerMinute() / 1e3)));
  }

  private static double rate(Measured measured, boolean counts) {
    return counts ? measured.answersPerSecond() : measured.bytesPerSecond() / MEGA;
  }
}
