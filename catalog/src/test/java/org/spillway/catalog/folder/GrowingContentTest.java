package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Folder;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathFilter;

class GrowingContentTest {
  private static final byte[] CONTENT = Folder.bytes(1, 1000);
  private static final byte[] OTHER = Folder.bytes(2, 1000);

  @TempDir Path root;
  private Folder folder;
  private Path path;
  private FileTree tree;
  private Content content;

  @BeforeEach
  void open() throws IOException {
    folder = new Folder(root);
    path = folder.write("/a", CONTENT);
    tree = new FileTree(root, PathFilter.ALL);
    content = tree.openGrowing(tree.find("/a").orElseThrow());
  }

  @AfterEach
  void close() throws IOException {
    content.close();
  }

  private void append(int length) throws IOException {
    Files.write(path, Arrays.copyOf(OTHER, length), StandardOpenOption.APPEND);
  }

  private byte[] read() throws IOException {
    var buffer = ByteBuffer.allocate(5000);
    content.read(buffer, 0);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void assertGood() throws IOException {
    assertThat(read()).isEqualTo(CONTENT);
    assertThatCode(content::verify).doesNotThrowAnyException();
  }

  private void assertChanged() {
    assertThatThrownBy(content::verify).isInstanceOf(ContentChangedException.class);
  }

  @Test
  void appended_hasItsLengthAndBytes() throws IOException {
    assertThat(content.length()).isEqualTo(1000);
    assertGood();
    for (int i = 0; i < 100; i++) {
      append(1);
      assertGood();
    }
  }

  @Test
  void open_whatHasGrownSince() throws IOException {
    var before = tree.find("/a").orElseThrow();
    append(10);
    try (var late = tree.openGrowing(before)) {
      assertThat(late.length()).isEqualTo(1000);
      late.verify();
    }
  }

  @Test
  void open_whatIsShorterOrAnother() throws IOException {
    var before = tree.find("/a").orElseThrow();
    folder.replace("/a", CONTENT);
    assertThatThrownBy(() -> tree.openGrowing(before)).isInstanceOf(ContentChangedException.class);
    var replaced = tree.find("/a").orElseThrow();
    Files.write(path, new byte[999]);
    assertThatThrownBy(() -> tree.openGrowing(replaced))
        .isInstanceOf(ContentChangedException.class);
  }

  @Test
  void overwritten() throws IOException {
    append(10);
    assertGood();
    Files.write(path, OTHER, StandardOpenOption.WRITE);
    assertChanged();
  }

  @Test
  void truncated() throws IOException {
    append(10);
    assertGood();
    Files.write(path, CONTENT);
    assertChanged();
  }

  @Test
  void closedToTheWorld() throws IOException {
    Folder.permit(path, "rw-r-----");
    assertChanged();
  }

  /** cp -p and rsync set the time in the end. */
  @Test
  void timeThatIsSet() throws IOException {
    append(10);
    Files.setLastModifiedTime(path, FileTime.fromMillis(0));
    assertGood();
  }

  /** Logs are rotated like this, and their writers go on for a while. */
  @Test
  void movedAndReplaced() throws IOException {
    Path moved = Files.move(path, root.resolve("a.1"));
    assertGood();
    folder.write("/a", OTHER);
    Files.write(moved, OTHER, StandardOpenOption.APPEND);
    assertGood();
  }
}
