package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCacheTest {
  @TempDir Path folder;
  private final AtomicInteger readings = new AtomicInteger();
  private volatile NameList names = new NameList(List.of("a"));
  private final FolderCache cache =
      new FolderCache(
          path -> {
            readings.incrementAndGet();
            return names;
          },
          System::nanoTime);

  private void awaitNames(NameList expected) {
    await("the new names").until(() -> cache.names("/", folder).list() == expected);
  }

  @Test
  void names_readOnceUntilTheFolderChanges() throws Exception {
    // Until its last change is too old to hide another one.
    await("a settled folder")
        .until(() -> FileStatus.of(folder).nanosUntilSettled(FileStatus.now()) <= 0);
    var first = cache.names("/", folder);
    for (int i = 0; i < 1000; i++) {
      assertThat(cache.names("/", folder)).isSameAs(first);
    }
    assertThat(readings).hasValue(1);
    names = new NameList(List.of("a", "b"));
    Files.createFile(folder.resolve("b"));
    awaitNames(names);
  }

  @Test
  void names_changesAfterAReadingShow() throws IOException {
    for (int i = 0; i < 200; i++) {
      Files.createFile(folder.resolve("x" + i));
      names = new NameList(List.of("x" + i));
      awaitNames(names);
    }
  }

  @Test
  void names_bigFolderThatChangesAllTheTime() throws IOException {
    names = new NameList(IntStream.range(0, 100_000).mapToObj(Integer::toString).toList());
    long start = System.nanoTime();
    for (int i = 0; i < 500; i++) {
      Files.createFile(folder.resolve("x" + i));
      assertThat(cache.names("/", folder).list().size()).isEqualTo(100_000);
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    assertThat(readings.get()).isLessThanOrEqualTo((int) seconds + 1);
  }

  @Test
  void names_noFolder() {
    assertThatThrownBy(() -> cache.names("/none/", folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
