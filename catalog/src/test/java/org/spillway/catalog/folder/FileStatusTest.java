package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.catalog.Folder;
import org.spillway.catalog.source.PathFilter;

class FileStatusTest {
  private static final byte[] CONTENT = Folder.bytes(1, 1000);
  private static final byte[] OTHER = Folder.bytes(2, 1000);

  @TempDir Path root;
  private Folder folder;
  private Path file;

  @BeforeEach
  void writeAndSettle() throws IOException {
    folder = new Folder(root);
    file = folder.write("/a", CONTENT);
    // Opening waits until one more change is sure to show.
    var tree = new FileTree(root, PathFilter.ALL);
    tree.open(tree.find("/a").orElseThrow()).close();
  }

  @Test
  void of_missingFile() {
    assertThatThrownBy(() -> FileStatus.of(root.resolve("b")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void of_lengthTypeAndPermissions() throws IOException {
    Folder.permit(file, "rw-r-----");
    var status = FileStatus.of(file);
    assertThat(status.length()).isEqualTo(1000);
    assertThat(status.isRegularFile()).isTrue();
    assertThat(status.worldMayRead()).isFalse();
    assertThat(FileStatus.of(Folder.permit(file, "------r--")).worldMayRead()).isTrue();
    assertThat(FileStatus.of(root).isRegularFile()).isFalse();
    assertThat(FileStatus.of(Folder.permit(root, "rwx-----x")).worldMayEnter()).isTrue();
    assertThat(FileStatus.of(Folder.permit(root, "rwxrwxrw-")).worldMayEnter()).isFalse();
  }

  @Test
  void of_symbolicLinkIsNotFollowed() throws IOException {
    assertThat(FileStatus.of(folder.link("/l", "a")).isRegularFile()).isFalse();
  }

  @Test
  void lastModified_fractionOfSecond() throws IOException {
    var time = Instant.parse("2001-02-03T04:05:06.000007Z");
    Files.setLastModifiedTime(file, FileTime.from(time));
    assertThat(FileStatus.of(file).lastModified()).isEqualTo(time);
  }

  private interface FileChange {
    void apply() throws IOException;
  }

  private void assertVersionDiffersAfter(FileChange change) throws IOException {
    String before = FileStatus.of(file).version();
    change.apply();
    assertThat(FileStatus.of(file).version()).isNotEqualTo(before);
  }

  @Test
  void version_overwritten() throws IOException {
    assertVersionDiffersAfter(() -> Files.write(file, OTHER, StandardOpenOption.WRITE));
  }

  @Test
  void version_overwrittenAndTimePutBack() throws IOException {
    assertVersionDiffersAfter(() -> folder.overwriteUnderSameTime("/a", OTHER));
  }

  @Test
  void version_appended() throws IOException {
    assertVersionDiffersAfter(() -> Files.write(file, OTHER, StandardOpenOption.APPEND));
  }

  @Test
  void version_truncated() throws IOException {
    assertVersionDiffersAfter(() -> Files.write(file, new byte[0]));
  }

  @Test
  void version_replacedByFileOfSameTimeAndLength() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    assertVersionDiffersAfter(() -> Files.setLastModifiedTime(folder.replace("/a", OTHER), time));
  }

  @Test
  void version_changedThroughAnotherName() throws IOException {
    Path other = Files.createLink(root.resolve("b"), file);
    assertVersionDiffersAfter(() -> Files.write(other, OTHER, StandardOpenOption.WRITE));
  }

  @Test
  void version_unchanged() throws IOException {
    assertThat(FileStatus.of(file).version()).isEqualTo(FileStatus.of(file).version());
  }

  @ParameterizedTest(name = "changed {0}, now {1}: {2} ns left")
  @CsvSource({
    "1000000001, 1000000001, 20000000", // just now
    "1000000001, 1015000001, 5000000",
    "1000000001, 1020000001, 0",
    "1000000001, 9000000001, -7980000000",
    "1000000000, 1000000000, 1000000000", // whole seconds: a coarse clock
    "1000000000, 1900000000, 100000000",
    "2000000001, 1000000000, 0", // the future
  })
  void nanosUntilSettled_table(long changed, long now, long left) {
    var status = new FileStatus(0100644, 1, 5, changed, 7, 1, "key");
    assertThat(status.nanosUntilSettled(now)).isEqualTo(left);
  }
}
