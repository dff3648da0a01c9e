package org.spillway.catalog.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.Folder;
import org.spillway.catalog.folder.FileTree;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;

class CheckedContentTest {
  private static final int PIECE = 16 * 1024;
  private static final int LENGTH = 10 * PIECE + 1;
  private static final byte[] CONTENT = Folder.bytes(1, LENGTH);

  @TempDir Path root;
  private final List<PieceProofs> refuted = new ArrayList<>();
  private Folder folder;
  private Path path;
  private FileTree tree;
  private SourceFile hashed;
  private PieceProofs proofs;
  private Content content;

  @BeforeEach
  void open() throws IOException {
    folder = new Folder(root);
    path = folder.write("/a", CONTENT);
    tree = new FileTree(root, PathFilter.ALL);
    hashed = tree.find("/a").orElseThrow();
    proofs = proofs(TorrentFormat.V1);
    content = openNow();
  }

  private PieceProofs proofs(TorrentFormat format) {
    var hasher = new FileHasher(format, PIECE);
    hasher.update(CONTENT, 0, LENGTH);
    var metainfo = Metainfo.ofFile("a", hasher.finish(), TorrentUrls.NONE);
    return new PieceProofs(metainfo, hashed.version(), refuted::add);
  }

  private Content openNow() throws IOException {
    return CheckedContent.of(tree.openVersions(hashed, true), hashed, () -> Optional.of(proofs));
  }

  @AfterEach
  void close() throws IOException {
    content.close();
  }

  private String version() {
    return tree.find("/a").orElseThrow().version();
  }

  private static ByteBuffer read(Content content, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length + 3).position(3);
    content.read(buffer, position);
    return buffer.flip().position(3);
  }

  private static ByteBuffer bytes(int position, int length) {
    return ByteBuffer.wrap(CONTENT, position, length);
  }

  private void assertGood(int position, int length) throws IOException {
    var buffer = read(content, position, length);
    content.verify();
    assertThat(buffer).isEqualTo(bytes(position, length));
  }

  private void assertWrong(int position, int length) throws IOException {
    read(content, position, length);
    assertThatThrownBy(content::verify).isInstanceOf(ContentChangedException.class);
  }

  private void overwrite(int position) throws IOException {
    var time = Files.getLastModifiedTime(path);
    try (var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {(byte) ~CONTENT[position]}), position);
    }
    Files.setLastModifiedTime(path, time);
  }

  private void link() throws IOException {
    Files.createLink(root.resolve("b"), path);
  }

  private void touch() throws IOException {
    Files.setLastModifiedTime(path, FileTime.fromMillis(1));
  }

  @ParameterizedTest
  @EnumSource
  void statusThatChanges_provesWhatIsRead(TorrentFormat format) throws IOException {
    proofs = proofs(format);
    content = openNow();
    assertGood(5, 100);
    link();
    assertGood(PIECE - 5, 3 * PIECE);
    assertThat(proofs.areRight(version(), new PieceRun(0, 3))).isTrue();
    assertThat(proofs.areRight(version(), new PieceRun(0, 4))).isFalse();
    touch();
    assertGood(0, LENGTH);
    assertThat(proofs.trusts(version())).isTrue();
    Files.write(path, new byte[10], StandardOpenOption.APPEND);
    assertGood(0, LENGTH);
    assertGood(LENGTH - 1, 1);
    assertThat(content.length()).isEqualTo(LENGTH);
  }

  @Test
  void openedLater_provesWhatIsRead() throws IOException {
    link();
    content = openNow();
    assertGood(3 * PIECE, 1);
    assertThat(proofs.areRight(version(), new PieceRun(3, 3))).isTrue();
    assertThat(proofs.trusts(version())).isFalse();
  }

  @Test
  void changedByte_isNeverLetOut() throws IOException {
    overwrite(4 * PIECE);
    assertGood(3 * PIECE, PIECE);
    assertThat(refuted).isEmpty();
    assertWrong(4 * PIECE - 1, 2);
    assertThat(refuted).containsExactly(proofs);
    assertWrong(0, 1);
    content = openNow();
    assertWrong(0, 1);
    assertThat(refuted).hasSize(1);
  }

  /** It was read when it was wrong, and is right again before anybody looks. */
  @Test
  void byteThatIsPutBack_isReadOnceMore() throws IOException {
    overwrite(7);
    var buffer = read(content, 0, 20);
    assertThat(buffer).isNotEqualTo(bytes(0, 20));
    Files.write(path, CONTENT, StandardOpenOption.WRITE);
    content.verify();
    assertThat(buffer).isEqualTo(bytes(0, 20));
  }

  @Test
  void manyReadsBeforeOneLook() throws IOException {
    link();
    var first = read(content, 10, 20);
    var second = read(content, 15, 2 * PIECE);
    var last = read(content, LENGTH - 1, 1);
    content.verify();
    assertThat(first).isEqualTo(bytes(10, 20));
    assertThat(second).isEqualTo(bytes(15, 2 * PIECE));
    assertThat(last).isEqualTo(bytes(LENGTH - 1, 1));
  }

  @Test
  void readers_haveReadsOfTheirOwn() throws IOException {
    overwrite(0);
    var one = content.reader();
    var other = content.reader();
    read(one, 0, 1);
    assertThat(read(other, PIECE, 1)).isEqualTo(bytes(PIECE, 1));
    other.verify();
    assertThatThrownBy(one::verify).isInstanceOf(ContentChangedException.class);
  }

  @Test
  void versionThatIsTrusted_isNotRefusedByLaterLooks() throws IOException {
    link();
    proofs.trust(version());
    assertGood(0, 1);
    assertThat(proofs.areRight(version(), new PieceRun(1, 1))).isFalse();
    assertGood(PIECE, 1);
    assertThat(proofs.areRight(version(), new PieceRun(1, 1))).isFalse();
  }

  @Test
  void unhashed_endsWithEveryChange() throws IOException {
    content = CheckedContent.of(tree.openVersions(hashed, true), hashed, Optional::empty);
    assertGood(0, LENGTH);
    link();
    assertWrong(0, 1);
    assertThatThrownBy(
            () -> CheckedContent.of(tree.openVersions(hashed, true), hashed, Optional::empty))
        .isInstanceOf(ContentChangedException.class);
  }

  @Test
  void replacedFile_isReadToItsEnd() throws IOException {
    folder.replace("/a", Folder.bytes(2, LENGTH));
    assertGood(0, LENGTH);
    assertThatThrownBy(this::openNow).isInstanceOf(ContentChangedException.class);
  }

  @Test
  void closedToTheWorld_ends() throws IOException {
    Folder.permit(path, "rw-r-----");
    assertWrong(0, 1);
  }

  @Test
  void shorterFile_ends() throws IOException {
    Files.write(path, Arrays.copyOf(CONTENT, LENGTH - 1));
    assertWrong(0, 1);
    assertThat(refuted).isEmpty();
  }
}
