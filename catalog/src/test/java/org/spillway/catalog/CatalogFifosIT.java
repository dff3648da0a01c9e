package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A catalog works and ends while a file or folder is exchanged for a FIFO all the time. */
class CatalogFifosIT {
  private static final int THREADS = 3;
  private static final int ATTEMPTS = 1_000;
  private static final byte[] CONTENT = Folder.bytes(1, 200_000);
  private static final String SWAPPED = "/sub/deep/swapped";
  private static final String OTHER = "/other";

  @TempDir private Path temp;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private Folder folder;
  private Path elsewhere;
  private Catalog catalog;

  @BeforeEach
  void start() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    folder.write(SWAPPED, CONTENT);
    folder.write(OTHER, CONTENT);
    var settings = CatalogSettings.of(folder.root(), temp.resolve("state")).withInclude("**");
    catalog = Catalog.open(settings.withRecheck(Duration.ofMillis(20)));
    catalog.start(
        new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of()));
  }

  /** A thread that hangs would make it wait. */
  @AfterEach
  @Timeout(10)
  void close() {
    catalog.close();
  }

  private void readAndHashWhile(Path swapped) throws Exception {
    var swaps = FifoSwaps.start(swapped, elsewhere);
    try {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(CompletableFuture.runAsync(this::readAll));
      }
      for (var thread : threads) {
        thread.get(2, TimeUnit.MINUTES);
      }
    } finally {
      swaps.close();
    }
    System.out.printf("opened: %s, refused: %s%n", opened, refused);
    assertThat(opened.get()).as("all of the other file").isGreaterThanOrEqualTo(THREADS * ATTEMPTS);
    awaitTorrent(SWAPPED);
    folder.write("/late", CONTENT);
    awaitTorrent("/late");
  }

  private void readAll() {
    for (int i = 0; i < ATTEMPTS; i++) {
      read(SWAPPED);
      read(OTHER);
    }
  }

  private void read(String path) {
    var offer = catalog.byPath(path);
    if (offer.isEmpty()) {
      refused.incrementAndGet();
      return;
    }
    var unused = offer.get().requestTorrent();
    try (var content = offer.get().open()) {
      var buffer = ByteBuffer.allocate(CONTENT.length);
      content.read(buffer, 0);
      content.verify();
      assertThat(buffer.array()).isEqualTo(CONTENT);
      opened.incrementAndGet();
    } catch (IOException e) {
      // It was another one just then.
      refused.incrementAndGet();
    }
  }

  private void awaitTorrent(String path) {
    await("the torrent of " + path)
        .until(
            () -> {
              var offer = catalog.byPath(path);
              var unused = offer.map(Offer::requestTorrent);
              return offer.flatMap(Offer::torrent).isPresent();
            });
  }

  @Test
  void fileSwapped() throws Exception {
    readAndHashWhile(folder.at(SWAPPED));
  }

  @Test
  void folderSwapped() throws Exception {
    readAndHashWhile(folder.at("/sub"));
  }
}
