package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.torrent.Sha256;

/** Files that change all the time, while others read them through their torrents. */
class CatalogChangesIT {
  private static final int LENGTH = 50_000;
  private static final List<String> PATHS = List.of("/a", "/b", "/c");

  @TempDir Path temp;
  private final AtomicInteger verified = new AtomicInteger();
  private Folder folder;
  private Catalog catalog;

  @BeforeEach
  void open() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    PATHS.forEach(path -> folder.write(path, Folder.bytes(0, LENGTH)));
    var settings = CatalogSettings.of(folder.root(), temp.resolve("state")).withInclude("**");
    catalog = Catalog.open(settings.withRecheck(Duration.ofMillis(1)));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void torrent_neverLentOtherBytes() throws Exception {
    var news = new RecordingListener();
    catalog.addListener(news);
    catalog.start(
        new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of()));
    news.next(PATHS.size());
    long seed = 7;
    System.out.println("changing files: seed " + seed);
    var changes = CompletableFuture.runAsync(() -> change(new Random(seed)));
    var readers =
        List.of(
            CompletableFuture.runAsync(() -> read(changes)),
            CompletableFuture.runAsync(() -> read(changes)));
    for (var reader : readers) {
      reader.get(120, TimeUnit.SECONDS);
    }
    System.out.println("verified reads: " + verified);
    assertThat(verified.get()).isPositive();
    for (String path : PATHS) {
      var torrent = finalTorrentOf(path);
      assertThat(torrent.sha256()).isEqualTo(Sha256.digest(Files.readAllBytes(folder.at(path))));
    }
  }

  /**
   * The last change can have been one that a cheap look does not show for a moment: then what is
   * known is the torrent before it, which still opens, because only the time of change differs, but
   * gives no bytes any more (ADR 35).
   */
  private OfferedTorrent finalTorrentOf(String path) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        var torrent = catalog.byPath(path).orElseThrow().requestTorrent().get(60, TimeUnit.SECONDS);
        readAll(torrent);
        return torrent;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(ContentChangedException.class);
      } catch (ContentChangedException e) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
    }
  }

  private void change(Random random) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    while (System.nanoTime() < end) {
      String path = PATHS.get(random.nextInt(PATHS.size()));
      byte[] content = Folder.bytes(random.nextInt(5), LENGTH);
      try {
        switch (random.nextInt(3)) {
          case 0 -> folder.replace(path, content);
          case 1 -> folder.overwriteUnderSameTime(path, content);
          default -> catalog.byPath(path).orElseThrow().requestTorrent().get(60, TimeUnit.SECONDS);
        }
      } catch (ExecutionException e) {
        // Nobody else changes files, but a recheck's own look can be late.
        assertThat(e).hasCauseInstanceOf(ContentChangedException.class);
      } catch (IOException | InterruptedException | TimeoutException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void read(CompletableFuture<Void> changes) {
    var random = new Random(1);
    while (!changes.isDone()) {
      String path = PATHS.get(random.nextInt(PATHS.size()));
      catalog.byPath(path).flatMap(Offer::torrent).ifPresent(this::read);
    }
    changes.join();
  }

  private void read(OfferedTorrent torrent) {
    try {
      byte[] bytes = readAll(torrent);
      assertThat(Sha256.digest(bytes)).isEqualTo(torrent.sha256());
      verified.incrementAndGet();
    } catch (ContentChangedException e) {
      // What was changed meanwhile is not to be read.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] readAll(OfferedTorrent torrent) throws IOException {
    var buffer = ByteBuffer.allocate(LENGTH);
    try (var content = torrent.open()) {
      content.read(buffer, 0);
      content.verify();
    }
    return buffer.array();
  }
}
