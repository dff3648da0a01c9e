package org.spillway.catalog.folder;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.FifoSwaps;
import org.spillway.catalog.Folder;

/** No thread waits for somebody who writes to a FIFO that takes the place of a file or folder. */
class FifoSwapsTest {
  private static final int THREADS = 3;
  private static final int ATTEMPTS = 20_000;
  private static final byte[] CONTENT = Folder.bytes(1, 10);

  private interface Attempt {
    void make() throws IOException;
  }

  @TempDir private Path temp;
  private final AtomicInteger done = new AtomicInteger();
  private Folder folder;
  private Path elsewhere;

  @BeforeEach
  void makeTree() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")).toRealPath());
    elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    folder.write("/sub/deep/file", CONTENT);
  }

  /** Makes attempts on several threads, each of which must come back. */
  private void tryAll(Path swapped, Attempt attempt) throws Exception {
    var threads = Executors.newFixedThreadPool(THREADS, FifoSwapsTest::daemon);
    var swaps = FifoSwaps.start(swapped, elsewhere);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(threads.submit(() -> repeat(attempt)));
      }
      for (Future<?> one : all) {
        one.get(60, SECONDS);
      }
    } finally {
      swaps.close();
      threads.shutdown();
    }
    assertThat(done.get()).isPositive();
  }

  /** A thread that hangs must not keep the tests from ending. */
  private static Thread daemon(Runnable task) {
    var thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  private void repeat(Attempt attempt) {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        attempt.make();
        done.incrementAndGet();
      } catch (IOException e) {
        // It was another one just then.
      }
    }
  }

  private void assertOpens(SafeFoldersTest.By by) throws IOException {
    try (var channel = by.open(folder.root(), folder.at("/sub/deep/file")).channel()) {
      var buffer = ByteBuffer.allocate(CONTENT.length);
      channel.read(buffer, 0);
      assertThat(buffer.array()).isEqualTo(CONTENT);
    }
  }

  @Test
  void open_fileSwapped() throws Exception {
    tryAll(folder.at("/sub/deep/file"), () -> assertOpens(SafeFoldersTest.By.HANDLES));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHECKED_FOLDERS")
  void open_folderSwapped(SafeFoldersTest.By by) throws Exception {
    tryAll(folder.at("/sub"), () -> assertOpens(by));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHECKED_FOLDERS")
  void names_folderSwapped(SafeFoldersTest.By by) throws Exception {
    tryAll(
        folder.at("/sub/deep"),
        () -> assertThat(by.names(folder.root(), folder.at("/sub/deep")).get(0)).isEqualTo("file"));
  }

  @Test
  void walk_folderSwapped() throws Exception {
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        };
    var walk = new FolderWalk(Set.of(), visitor, () -> {});
    tryAll(folder.at("/sub"), () -> walk.walk(folder.root()));
  }

  @Test
  void volume_rootSwapped() throws Exception {
    tryAll(folder.at("/sub"), () -> Volume.at(folder.at("/sub")));
  }
}
