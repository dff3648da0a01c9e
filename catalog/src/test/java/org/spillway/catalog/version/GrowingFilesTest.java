package org.spillway.catalog.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Folder;
import org.spillway.catalog.folder.FileTree;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.SourceFile;

class GrowingFilesTest {
  @TempDir Path root;
  private Instant now = Instant.EPOCH;
  private Folder folder;
  private FileTree tree;
  private GrowingFiles growing;

  @BeforeEach
  void open() throws Exception {
    folder = new Folder(root);
    folder.write("/a", Folder.bytes(1, 1000));
    tree = new FileTree(root, PathFilter.ALL);
    growing = new GrowingFiles(tree, () -> now);
  }

  private SourceFile file() {
    return tree.find("/a").orElseThrow();
  }

  private void append() throws Exception {
    Files.write(folder.at("/a"), new byte[1], StandardOpenOption.APPEND);
  }

  @Test
  void isGrowing_whatGrewLately() throws Exception {
    assertThat(growing.isGrowing(file())).isFalse();
    assertThat(growing.isGrowing(file())).isFalse();
    append();
    assertThat(growing.isGrowing(file())).isTrue();
    now = now.plus(Duration.ofMinutes(4));
    assertThat(growing.isGrowing(file())).isTrue();
    append();
    growing.saw(file());
    now = now.plus(Duration.ofMinutes(4));
    assertThat(growing.isGrowing(file())).isTrue();
    now = now.plus(Duration.ofMinutes(1));
    assertThat(growing.isGrowing(file())).isFalse();
  }

  @Test
  void isGrowing_notByOtherChanges() throws Exception {
    growing.saw(file());
    Files.setLastModifiedTime(folder.at("/a"), FileTime.fromMillis(0));
    assertThat(growing.isGrowing(file())).isFalse();
    append();
    assertThat(growing.isGrowing(file())).isTrue();
    folder.replace("/a", Folder.bytes(1, 2000));
    assertThat(growing.isGrowing(file())).isFalse();
  }

  @Test
  void awaitQuiet_whatWasWrittenJustNow() {
    var clock = new GrowingFiles(tree, Instant::now);
    var start = Instant.now();
    clock.awaitQuiet(new SourceFile("/a", 1, start, "1"));
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(240));
  }

  @Test
  void awaitQuiet_timesFarAway() {
    growing.awaitQuiet(new SourceFile("/a", 1, Instant.MAX, "1"));
    growing.awaitQuiet(new SourceFile("/a", 1, Instant.EPOCH.minusSeconds(1), "1"));
  }
}
