package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.version.SmallContents;

/** Nothing outside of the root is served while a folder is exchanged for a link to there. */
class CatalogSwapsIT {
  private static final int ATTEMPTS = 30_000;
  private static final byte INSIDE = 'i';

  @TempDir Path temp;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private Folder folder;
  private Catalog catalog;

  @BeforeEach
  void start() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    write(folder, "/sub/deep", INSIDE);
    write(new Folder(temp), "/outside/deep", (byte) 'o');
    Files.write(temp.resolve("outside/deep/other"), new byte[1]);
    var settings = CatalogSettings.of(folder.root(), temp.resolve("state")).withInclude("**");
    catalog = Catalog.open(settings.withRecheck(Duration.ofDays(1)));
    catalog.start(
        new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of()));
  }

  /** Writes files that have the same names, lengths and times inside and outside. */
  private static void write(Folder folder, String path, byte content) throws IOException {
    for (int length : new int[] {1000, SmallContents.LARGEST + 1}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, content);
      Path file = folder.write(path + "/" + length, bytes);
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void byPath_neverBytesFromOutside() throws Exception {
    var swaps = CompletableFuture.supplyAsync(this::swap);
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        read(i % 10 == 0 ? "/sub/deep/1000" : "/sub/deep/" + (SmallContents.LARGEST + 1));
        list();
      }
    } finally {
      over.set(true);
    }
    System.out.printf(
        "swaps: %d, opened: %s, refused: %s%n", swaps.get(60, TimeUnit.SECONDS), opened, refused);
    assertThat(opened.get()).isPositive();
    assertThat(refused.get()).isPositive();
  }

  private int swap() {
    Path sub = folder.at("/sub");
    int swaps = 0;
    try {
      for (; !over.get(); swaps++) {
        Files.move(sub, temp.resolve("aside"));
        Files.createSymbolicLink(sub, temp.resolve("outside"));
        Files.delete(sub);
        Files.move(temp.resolve("aside"), sub);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return swaps;
  }

  private void read(String path) {
    var buffer = ByteBuffer.allocate(16);
    var offer = catalog.byPath(path);
    if (offer.isEmpty()) {
      refused.incrementAndGet();
      return;
    }
    try (var content = offer.get().open()) {
      content.read(buffer, 0);
      content.verify();
      opened.incrementAndGet();
      assertThat(buffer.array()).containsOnly(INSIDE);
    } catch (IOException e) {
      // It was found out in time.
      refused.incrementAndGet();
    }
  }

  private void list() {
    try {
      catalog
          .list("/sub/deep/", "", 10)
          .ifPresent(
              page ->
                  assertThat(page.entries()).extracting(FolderEntry::name).doesNotContain("other"));
    } catch (IOException e) {
      // It was found out in time.
      refused.incrementAndGet();
    }
  }
}
