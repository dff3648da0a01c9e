package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Folder;

class PieceCacheTest {
  private static final int LENGTH = 1000;
  private static final long FOUR_PIECES = 4L * PieceFile.size(LENGTH);

  @TempDir Path temp;
  private Path folder;
  private PieceCache cache;
  private final List<String> fetched = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    folder = temp.resolve("pieces");
    cache = PieceCache.open(folder, FOUR_PIECES);
  }

  private static byte[] piece(String name) {
    return Folder.bytes(name.hashCode(), LENGTH);
  }

  private byte[] fetch(String name) {
    fetched.add(name);
    return piece(name);
  }

  private void read(String... names) throws IOException {
    for (String name : names) {
      var target = ByteBuffer.allocate(100);
      cache.read(name, LENGTH, 50, target, () -> fetch(name));
      assertThat(target.array()).isEqualTo(Arrays.copyOfRange(piece(name), 50, 150));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void read_fetchesOnce() throws IOException {
    read("a", "b", "a", "a", "b");
    assertThat(fetched).containsExactly("a", "b");
    assertThat(files()).containsExactly("a", "b");
    assertThat(cache.bytes()).isEqualTo(FOUR_PIECES / 2);
  }

  @Test
  void read_leastRecentlyUsedGoesFirst() throws IOException {
    read("a", "b", "c", "d", "a", "e");
    assertThat(files()).containsExactly("a", "c", "d", "e");
    read("f");
    assertThat(files()).containsExactly("a", "d", "e", "f");
    assertThat(cache.bytes()).isEqualTo(FOUR_PIECES);
  }

  @Test
  void open_again() throws IOException {
    read("a", "b", "c", "d");
    Files.setLastModifiedTime(folder.resolve("c"), FileTime.fromMillis(1));
    Files.writeString(folder.resolve("unfinished/1"), "half");
    fetched.clear();
    open();
    read("a");
    assertThat(fetched).isEmpty();
    read("e");
    assertThat(files()).containsExactly("a", "b", "d", "e");
    assertThat(folder.resolve("unfinished")).isEmptyDirectory();
  }

  @Test
  void open_withLessRoom() throws IOException {
    read("a", "b", "c", "d");
    cache = PieceCache.open(folder, FOUR_PIECES / 2);
    assertThat(files()).hasSize(2);
    assertThat(cache.bytes()).isEqualTo(FOUR_PIECES / 2);
  }

  @Test
  void open_whereAFileIs() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> PieceCache.open(file, 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("state-dir: " + file + " cannot be used: ");
  }

  @Test
  void read_damagedPiece() throws IOException {
    read("a");
    byte[] bytes = Files.readAllBytes(folder.resolve("a"));
    bytes[500] ^= 1;
    Files.write(folder.resolve("a"), bytes);
    read("a", "a");
    assertThat(fetched).containsExactly("a", "a");
  }

  @Test
  void read_missingPiece() throws IOException {
    read("a");
    Files.delete(folder.resolve("a"));
    read("a", "a");
    assertThat(fetched).containsExactly("a", "a");
    assertThat(cache.bytes()).isEqualTo(FOUR_PIECES / 4);
  }

  @Test
  void read_folderCannotBeWritten() throws IOException {
    Files.delete(folder.resolve("unfinished"));
    read("a", "a");
    assertThat(fetched).containsExactly("a", "a");
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void read_failureIsNotKept() throws IOException {
    assertThatThrownBy(
            () ->
                cache.read(
                    "a",
                    LENGTH,
                    0,
                    ByteBuffer.allocate(1),
                    () -> {
                      throw new IOException("no route");
                    }))
        .hasMessage("no route");
    read("a");
  }

  @Test
  void read_manyAtATime() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    List<Future<byte[]>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(
          pool.submit(
              () -> {
                var target = ByteBuffer.allocate(LENGTH);
                cache.read(
                    "a",
                    LENGTH,
                    0,
                    target,
                    () -> {
                      begun.countDown();
                      await(go);
                      return fetch("a");
                    });
                return target.array();
              }));
    }
    await(begun);
    go.countDown();
    for (var reader : readers) {
      assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(piece("a"));
    }
    pool.shutdown();
    assertThat(fetched).containsExactly("a");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
