package org.spillway.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.torrent.TorrentFormat;

/** Hashes all files of a folder, several times, in a process of its own. */
final class HashWork {
  private static final int PORTION = 64 * 1024;
  private static final int RUNS = 5;

  private HashWork() {}

  /**
   * The cost of hashing all files once.
   *
   * @param seconds the time by the clock
   * @param cpu the CPU time of all threads, in seconds
   */
  record Cost(double seconds, double cpu) {
    static Cost parse(String line) {
      int space = line.indexOf(' ');
      return new Cost(
          Double.parseDouble(line.substring(0, space)),
          Double.parseDouble(line.substring(space + 1)));
    }

    String toLine() {
      return String.format(Locale.ROOT, "%.6f %.2f", seconds, cpu);
    }
  }

  /**
   * Prints the cost of the cheapest of several runs, because disturbances only add cost.
   *
   * @param arguments the name of a digest or of a format, the number of threads, a folder to warm
   *     up with, a folder, and an empty folder for state
   */
  public static void main(String[] arguments)
      throws IOException, NoSuchAlgorithmException, InterruptedException {
    Path warmUp = Path.of(arguments[2]);
    Path content = Path.of(arguments[3]);
    Path state = Path.of(arguments[4]);
    hash(arguments, warmUp, state.resolve("warm-up"));
    Cost best = new Cost(Double.MAX_VALUE, Double.MAX_VALUE);
    for (int i = 0; i < RUNS; i++) {
      double cpu = CpuTimes.ofThisProcess().own();
      long start = System.nanoTime();
      hash(arguments, content, state.resolve("run-" + i));
      double seconds = (System.nanoTime() - start) / 1e9;
      cpu = CpuTimes.ofThisProcess().own() - cpu;
      best = new Cost(Math.min(best.seconds, seconds), Math.min(best.cpu, cpu));
    }
    System.out.println(best.toLine());
  }

  private static void hash(String[] arguments, Path content, Path state)
      throws IOException, NoSuchAlgorithmException {
    List<Path> files;
    try (Stream<Path> list = Files.list(content)) {
      files = list.toList();
    }
    if (arguments[0].startsWith("SHA")) {
      digest(MessageDigest.getInstance(arguments[0]), files);
    } else {
      var format = TorrentFormat.valueOf(arguments[0]);
      catalog(format, Integer.parseInt(arguments[1]), content, files, state);
    }
  }

  private static void digest(MessageDigest digest, List<Path> files) throws IOException {
    byte[] portion = new byte[PORTION];
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int count = in.read(portion); count >= 0; count = in.read(portion)) {
          digest.update(portion, 0, count);
        }
      }
      digest.digest();
    }
  }

  private static void catalog(
      TorrentFormat format, int threads, Path content, List<Path> files, Path state)
      throws IOException {
    var settings =
        CatalogSettings.of(content, state)
            .withInclude("**")
            .withFormat(format)
            .withRecheck(Duration.ofHours(1))
            .withHashThreads(threads);
    var urls = new PublicUrls(URI.create("http://127.0.0.1"), List.of(), List.of(), List.of());
    try (var catalog = Catalog.open(settings)) {
      catalog.start(urls);
      Stream<CompletableFuture<OfferedTorrent>> torrents =
          files.stream()
              .map(file -> catalog.byPath("/" + file.getFileName()).orElseThrow().requestTorrent());
      torrents.toList().forEach(CompletableFuture::join);
    }
  }
}
