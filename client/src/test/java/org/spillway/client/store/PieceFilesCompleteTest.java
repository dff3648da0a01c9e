package org.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.client.store.PieceFiles.Found;
import org.spillway.torrent.TorrentFormat;

/** The content gets its final name, whatever stands there. */
class PieceFilesCompleteTest extends PieceFilesTestBase {
  @ParameterizedTest
  @EnumSource
  void complete_makesTheFolder(TorrentFormat format) throws Exception {
    content = content(format);
    assertThat(look()).isEqualTo(Found.NOTHING);
    try (var files = open()) {
      writeAll(files);
      assertThat(target).doesNotExist();
      files.complete(false);
    }
    assertComplete();
    assertThat(look()).isEqualTo(Found.SAME);
  }

  @Test
  void complete_paddingAndLinksAreNotWritten() throws Exception {
    content =
        FolderContent.of(
            TorrentFormat.V1,
            PIECE,
            List.of(
                Entry.of("a", 100),
                new Entry(".pad/16284", new byte[PIECE - 100], "p"),
                new Entry("link", new byte[0], "l"),
                new Entry("run", new byte[] {1, 2, 3}, "x")));
    try (var files = open()) {
      assertThat(files.notes()).singleElement().asString().endsWith("lead anywhere: link");
      writeAll(files);
      var block = ByteBuffer.allocate(200);
      files.read(0, 50, block);
      assertThat(block.array()).startsWith(content.entries().get(0).bytes()[50]);
      assertThat(block.get(199)).isZero();
      files.complete(false);
    }
    assertComplete();
    assertThat(Files.isExecutable(target.resolve("run"))).isTrue();
    assertThat(Files.isExecutable(target.resolve("a"))).isFalse();
    assertThat(look()).isEqualTo(Found.SAME);
  }

  @Test
  void complete_onlyEmptyFiles() throws Exception {
    content = FolderContent.of(TorrentFormat.V1, PIECE, List.of(Entry.of("a/b", 0)));
    download();
    assertComplete();
  }

  @Test
  void discard_removesTheFolder() throws Exception {
    try (var files = open()) {
      write(files, 0);
    }
    PieceFiles.discard(target);
    assertThat(part).doesNotExist();
    PieceFiles.discard(target);
  }

  @Test
  void look_others() throws Exception {
    download();
    Files.writeString(target.resolve("mine"), "other files do not matter");
    assertThat(look()).isEqualTo(Found.SAME);
    Files.delete(target.resolve("empty"));
    assertThat(look()).isEqualTo(Found.OTHER);
    Files.createFile(target.resolve("empty"));
    byte[] two = Files.readAllBytes(target.resolve("a/two.txt"));
    two[9] ^= 1;
    Files.write(target.resolve("a/two.txt"), two);
    assertThat(look()).isEqualTo(Found.OTHER);
    Files.delete(target.resolve("a/two.txt"));
    assertThat(look()).isEqualTo(Found.OTHER);
    Files.createDirectory(target.resolve("a/two.txt"));
    assertThatThrownBy(this::look)
        .isInstanceOf(StorageException.class)
        .hasMessage(target.resolve("a/two.txt") + ": is not a regular file; remove it");
    target = folder.resolve("file");
    Files.createFile(target);
    assertThat(look()).isEqualTo(Found.OTHER);
  }

  @Test
  void complete_folderAppeared() throws Exception {
    try (var files = open()) {
      writeAll(files);
      Files.createDirectories(target);
      assertThatThrownBy(() -> files.complete(false))
          .isInstanceOf(StorageException.class)
          .hasMessage(target + ": another file appeared there during the download");
    }
    Files.delete(target);
    try (var files = open()) {
      assertThat(verified(files).cardinality()).isEqualTo(content.info().pieceCount());
    }
  }

  @Test
  void complete_overwritesFilesOfItsOwnNames() throws Exception {
    Files.createDirectories(target.resolve("a"));
    Files.writeString(target.resolve("a/two.txt"), "old");
    Files.writeString(target.resolve("a/mine"), "mine");
    try (var files = open()) {
      writeAll(files);
      files.complete(true);
    }
    assertThat(part).doesNotExist();
    assertThat(target.resolve("a/mine")).hasContent("mine");
    Files.delete(target.resolve("a/mine"));
    assertComplete();
  }

  @Test
  void complete_overwritesAFile() throws Exception {
    Files.writeString(target, "old");
    try (var files = open()) {
      writeAll(files);
      files.complete(true);
    }
    assertComplete();
  }

  /** What another torrent of this name left was never verified. */
  @Test
  void complete_removesWhatIsNotTheTorrents() throws Exception {
    try (var files = open()) {
      write(files, 0);
    }
    Files.createDirectories(part.resolve("old/deep"));
    Files.writeString(part.resolve("old/deep/evil"), "evil");
    Files.writeString(part.resolve("a/evil"), "evil");
    download();
    assertComplete();
    assertThat(target.resolve("old")).doesNotExist();
  }

  @Test
  void complete_fileRemovedMeanwhile() throws Exception {
    try (var files = open()) {
      writeAll(files);
      Files.delete(part.resolve("z.bin"));
      assertThatThrownBy(() -> files.complete(false))
          .isInstanceOf(StorageException.class)
          .hasMessage(part.resolve("z.bin") + ": was removed during the download");
    }
    try (var files = open()) {
      assertThat(verified(files)).isEqualTo(BitSet.valueOf(new long[] {0b111}));
    }
  }

  @Test
  void complete_fileCutMeanwhile() throws Exception {
    try (var files = open()) {
      writeAll(files);
      Files.write(part.resolve("z.bin"), new byte[5]);
      assertThatThrownBy(() -> files.read(4, 0, ByteBuffer.allocate(10)))
          .isInstanceOf(StorageException.class)
          .hasMessage(part.resolve("z.bin") + ": ends at byte 5; something else has cut it");
      assertThatThrownBy(() -> files.complete(false))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              part.resolve("z.bin")
                  + ": has 5 bytes instead of 16384; something else has changed it");
    }
  }
}
