package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Folder;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathFilter;

class FileContentTest {
  private static final byte[] CONTENT = Folder.bytes(1, 1000);
  private static final byte[] OTHER = Folder.bytes(2, 1000);

  @TempDir Path root;
  private Folder folder;
  private Path path;
  private Content strict;
  private Content kept;

  @BeforeEach
  void openBoth() throws IOException {
    folder = new Folder(root);
    path = folder.write("/a", CONTENT);
    openAgain();
  }

  private void openAgain() throws IOException {
    var tree = new FileTree(root, PathFilter.ALL);
    var file = tree.find("/a").orElseThrow();
    strict = tree.open(file);
    kept = tree.openKept(file);
  }

  @AfterEach
  void closeBoth() throws IOException {
    strict.close();
    kept.close();
  }

  private static byte[] read(Content content, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    content.read(buffer, position);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static void assertChanged(Content content) {
    assertThatThrownBy(content::verify)
        .isInstanceOf(ContentChangedException.class)
        .hasMessage("/a: changed while in use");
  }

  private static void assertUnchanged(Content content) {
    assertThatCode(content::verify).doesNotThrowAnyException();
  }

  @Test
  void read_anyPart() throws IOException {
    assertThat(strict.length()).isEqualTo(1000);
    assertThat(read(strict, 0, 1000)).isEqualTo(CONTENT);
    assertThat(read(strict, 990, 5)).isEqualTo(Arrays.copyOfRange(CONTENT, 990, 995));
    assertThat(read(strict, 990, 50)).isEqualTo(Arrays.copyOfRange(CONTENT, 990, 1000));
    assertThat(read(strict, 1000, 5)).isEmpty();
    assertThat(read(strict, 2000, 5)).isEmpty();
    assertUnchanged(strict);
    assertUnchanged(kept);
  }

  @Test
  void read_keepsTheLimitOfTheBuffer() throws IOException {
    var buffer = ByteBuffer.allocate(50);
    strict.read(buffer, 990);
    assertThat(buffer.limit()).isEqualTo(50);
  }

  @Test
  void read_truncatedFile() throws IOException {
    Files.write(path, new byte[10]);
    assertThatThrownBy(() -> read(strict, 0, 1000)).isInstanceOf(ContentChangedException.class);
  }

  @Test
  void read_doesNotGoBeyondTheVersion() throws IOException {
    Files.write(path, OTHER, StandardOpenOption.APPEND);
    assertThat(read(kept, 0, 5000)).isEqualTo(CONTENT);
  }

  @Test
  void verify_writtenInPlace() throws IOException {
    folder.overwriteUnderSameTime("/a", OTHER);
    assertChanged(strict);
    assertChanged(kept);
  }

  @Test
  void verify_appendedOrTruncated() throws IOException {
    Files.write(path, OTHER, StandardOpenOption.APPEND);
    assertChanged(kept);
    openAgain();
    Files.write(path, CONTENT);
    assertChanged(kept);
  }

  @Test
  void verify_replacedFile() throws IOException {
    folder.replace("/a", OTHER);
    assertChanged(strict);
    assertUnchanged(kept);
    assertThat(read(kept, 0, 1000)).isEqualTo(CONTENT);
  }

  @Test
  void verify_removedFile() throws IOException {
    Files.delete(path);
    assertChanged(strict);
    assertUnchanged(kept);
    assertThat(read(kept, 0, 1000)).isEqualTo(CONTENT);
  }

  /** Through the other name it could still be written to, unseen. */
  @Test
  void verify_replacedFileOfTwoNames() throws IOException {
    Files.createLink(root.resolve("b"), path);
    openAgain();
    folder.replace("/a", OTHER);
    assertChanged(kept);
  }

  @Test
  void verify_movedAndTruncated() throws IOException {
    Path moved = Files.move(path, root.resolve("b"));
    Files.write(moved, new byte[1]);
    assertChanged(kept);
  }
}
