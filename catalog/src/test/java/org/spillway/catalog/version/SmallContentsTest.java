package org.spillway.catalog.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Folder;
import org.spillway.catalog.folder.FileTree;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathFilter;

class SmallContentsTest {
  private static final byte[] CONTENT = Folder.bytes(1, SmallContents.LARGEST);
  private static final byte[] OTHER = Folder.bytes(2, SmallContents.LARGEST);

  @TempDir Path root;
  private Folder folder;
  private FileTree tree;
  private SmallContents contents;

  @BeforeEach
  void makeTree() throws IOException {
    folder = new Folder(root);
    folder.write("/a", CONTENT);
    tree = new FileTree(root, PathFilter.ALL);
    contents = new SmallContents(tree::openKept);
  }

  private Content open(String path) throws IOException {
    return contents.open(tree.find(path).orElseThrow());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void open_smallFile() throws IOException {
    var content = open("/a");
    assertThat(content.length()).isEqualTo(CONTENT.length);
    var whole = content.inMemory().orElseThrow();
    assertThat(whole.isReadOnly()).isTrue();
    assertThat(bytes(whole)).isEqualTo(CONTENT);
    assertThat(bytes(content.inMemory().orElseThrow())).isEqualTo(CONTENT);
    assertThat(open("/a")).isSameAs(content);
  }

  @Test
  void open_largeFile() throws IOException {
    folder.write("/large", Folder.bytes(1, SmallContents.LARGEST + 1));
    try (var content = open("/large")) {
      assertThat(content.inMemory()).isEmpty();
    }
  }

  @Test
  void open_emptyFile() throws IOException {
    folder.write("/empty", new byte[0]);
    assertThat(bytes(open("/empty").inMemory().orElseThrow())).isEmpty();
  }

  @Test
  void read_anyPart() throws IOException {
    var content = open("/a");
    var buffer = ByteBuffer.allocate(50);
    content.read(buffer, 100);
    assertThat(buffer.array()).isEqualTo(Arrays.copyOfRange(CONTENT, 100, 150));
    buffer.clear();
    content.read(buffer, CONTENT.length - 20);
    assertThat(bytes(buffer.flip()))
        .isEqualTo(Arrays.copyOfRange(CONTENT, CONTENT.length - 20, CONTENT.length));
    buffer.clear();
    content.read(buffer, CONTENT.length);
    content.read(buffer, Long.MAX_VALUE);
    assertThat(buffer.position()).isZero();
  }

  @Test
  void open_eachVersionHasItsBytes() throws IOException {
    var old = open("/a");
    folder.overwriteUnderSameTime("/a", OTHER);
    assertThat(bytes(open("/a").inMemory().orElseThrow())).isEqualTo(OTHER);
    old.verify();
    assertThat(bytes(old.inMemory().orElseThrow())).isEqualTo(CONTENT);
  }

  /** The version that is in memory, and no other, needs no look at the file. */
  @Test
  void open_fileIsGone() throws IOException {
    var file = tree.find("/a").orElseThrow();
    var content = contents.open(file);
    folder.overwriteUnderSameTime("/a", OTHER);
    var later = tree.find("/a").orElseThrow();
    Files.delete(folder.at("/a"));
    assertThat(contents.open(file)).isSameAs(content);
    assertThatThrownBy(() -> contents.open(later)).isInstanceOf(ContentChangedException.class);
  }
}
