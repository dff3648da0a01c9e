package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceLength;
import org.spillway.torrent.TorrentFormat;

/** A process that hashes is killed with SIGKILL, again and again, and started again. */
class CatalogKillIT {
  private static final int FILES = 60;
  private static final int ROUNDS = 5;

  @TempDir Path temp;
  private final Map<String, String> infoHashes = new HashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();
  private final Set<String> reported = new HashSet<>();

  /** The program that is killed. It says what it offers and how much it has hashed. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      var catalog = open(Path.of(arguments[0]));
      catalog.addListener(
          new CatalogListener() {
            @Override
            public void offered(OfferedTorrent torrent) {
              System.out.println(
                  torrent.key().path()
                      + " "
                      + torrent.info().swarmHash()
                      + " "
                      + catalog.stats().bytesHashed());
            }

            @Override
            public void withdrawn(TorrentKey key) {
              System.out.println("withdrawn " + key.path() + " -1");
            }
          });
      start(catalog);
      new CountDownLatch(1).await();
    }
  }

  private static Catalog open(Path temp) throws IOException {
    return Catalog.open(
        CatalogSettings.of(temp.resolve("root"), temp.resolve("state"))
            .withInclude("**")
            .withFormat(TorrentFormat.HYBRID));
  }

  private static void start(Catalog catalog) {
    catalog.start(
        new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of()));
  }

  @Test
  void kill_whileHashing() throws Exception {
    long seed = 9;
    System.out.println("kill while hashing: seed " + seed);
    var random = new Random(seed);
    writeFiles(random);
    for (int round = 0; round < ROUNDS; round++) {
      // All may have been reported before the kill came.
      runAndKill(Math.min(FILES, 1 + reported.size() + random.nextInt(FILES / ROUNDS)));
    }
    assertRestartHashesOnlyTheRest();
  }

  private void writeFiles(Random random) throws IOException {
    var folder = new Folder(Files.createDirectory(temp.resolve("root")));
    for (int i = 0; i < FILES; i++) {
      String path = "/sub%d/file%d".formatted(i % 3, i);
      byte[] content = Folder.bytes(random.nextLong(), 1 + random.nextInt(3_000_000));
      folder.write(path, content);
      var hasher = new FileHasher(TorrentFormat.HYBRID, PieceLength.forFile(content.length));
      hasher.update(content, 0, content.length);
      var info = InfoDictionary.ofFile("file" + i, hasher.finish());
      infoHashes.put(path, info.swarmHash().toString());
      lengths.put(path, (long) content.length);
    }
  }

  private void runAndKill(int lines) throws Exception {
    long allowed = lengthOfTheRest();
    Process child = startChild();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        hear(output.readLine(), allowed);
      }
      assertThatThrownBy(() -> open(temp)).hasMessageEndingWith("another process uses it");
      // The handle is used because the process itself would close the output that is still to be
      // read.
      assertThat(child.toHandle().destroyForcibly()).isTrue();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        hear(line, allowed);
      }
    } finally {
      child.destroyForcibly();
    }
  }

  private Process startChild() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            temp.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A last line can be cut off by the kill. */
  private void hear(String line, long allowed) {
    String[] words = line.split(" ", -1);
    if (words.length == 3) {
      assertThat(infoHashes).containsKey(words[0]);
      assertThat(words[1]).isEqualTo(infoHashes.get(words[0]));
      assertThat(Long.parseLong(words[2])).as("bytes hashed").isLessThanOrEqualTo(allowed);
      reported.add(words[0]);
    }
  }

  private long lengthOfTheRest() {
    return lengths.entrySet().stream()
        .filter(entry -> !reported.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void assertRestartHashesOnlyTheRest() throws Exception {
    var warnings = new Warnings();
    Logger logger = Logger.getLogger(TorrentStore.class.getName());
    logger.addHandler(warnings);
    var news = new RecordingListener();
    try (var catalog = open(temp)) {
      catalog.addListener(news);
      start(catalog);
      news.next(FILES);
      System.out.printf("reported before: %d of %d%n", reported.size(), FILES);
      assertThat(catalog.stats().torrents()).isEqualTo(FILES);
      assertThat(catalog.stats().bytesHashed()).isLessThanOrEqualTo(lengthOfTheRest());
      for (var entry : infoHashes.entrySet()) {
        var torrent = catalog.byPath(entry.getKey()).flatMap(Offer::torrent).orElseThrow();
        assertThat(torrent.info().swarmHash()).hasToString(entry.getValue());
      }
    } finally {
      logger.removeHandler(warnings);
    }
    assertThat(warnings.heard).as("damaged records").isZero();
  }

  private static final class Warnings extends Handler {
    private volatile int heard;

    @Override
    public synchronized void publish(LogRecord event) {
      heard = heard + 1;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
