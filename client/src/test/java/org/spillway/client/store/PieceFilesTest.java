package org.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.client.store.PieceFiles.Found;
import org.spillway.torrent.TorrentFormat;

class PieceFilesTest {
  private static final int PIECE = 16 * 1024;

  @TempDir Path folder;
  private Path target;
  private Path part;
  private FolderContent content = content(TorrentFormat.V1);

  @BeforeEach
  void setTarget() {
    target = folder.resolve("album");
    part = folder.resolve("album.part");
  }

  /** Pieces that span files, a file of several pieces, and one without content. */
  private static FolderContent content(TorrentFormat format) {
    return FolderContent.of(
        format,
        PIECE,
        List.of(
            Entry.of("a/b/one.bin", 3 * PIECE + 5),
            Entry.of("a/two.txt", 10),
            Entry.of("empty", 0),
            Entry.of("z.bin", PIECE)));
  }

  private PieceFiles open() throws IOException {
    return PieceFiles.open(target, content.info());
  }

  private void write(PieceFiles files, int... pieces) throws IOException {
    for (int piece : pieces) {
      files.write(piece, ByteBuffer.wrap(content.piece(piece)));
    }
  }

  private void writeAll(PieceFiles files) throws IOException {
    write(files, IntStream.range(0, content.info().pieceCount()).toArray());
  }

  private BitSet verified(PieceFiles files) throws Exception {
    var right = new BitSet();
    files.verify(content.hashes(), right::set);
    return right;
  }

  private void download() throws Exception {
    try (var files = open()) {
      writeAll(files);
      files.complete(false);
    }
  }

  private Found look() throws Exception {
    return PieceFiles.look(target, content.info(), content.hashes());
  }

  private void assertComplete() throws Exception {
    assertThat(FolderContent.read(target)).containsExactlyEntriesOf(content.visible());
    assertThat(part).doesNotExist();
  }

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
  void read_blocks() throws Exception {
    try (var files = open()) {
      writeAll(files);
      // The end of a file, all of the next one, and the beginning of a third.
      var block = ByteBuffer.allocate(30);
      files.read(3, 0, block);
      assertThat(block.hasRemaining()).isFalse();
      assertThat(block.array()).isEqualTo(java.util.Arrays.copyOf(content.piece(3), 30));
      files.read(3, 100, block.clear().limit(0));
    }
  }

  @Test
  void write_positionStays() throws Exception {
    try (var files = open()) {
      var piece = ByteBuffer.allocate(PIECE + 7).position(7).put(content.piece(0)).position(7);
      files.write(0, piece);
      assertThat(piece.position()).isEqualTo(7);
      assertThat(verified(files)).isEqualTo(BitSet.valueOf(new long[] {1}));
    }
  }

  @Test
  void write_wrongArguments() throws Exception {
    try (var files = open()) {
      assertThatThrownBy(() -> files.write(0, ByteBuffer.allocate(5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("piece 0 must have 16384 bytes, had 5");
      assertThatThrownBy(() -> files.write(99, ByteBuffer.allocate(5)))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> files.read(0, PIECE - 1, ByteBuffer.allocate(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a block of 2 bytes at 16383 must be within piece 0, which has 16384 bytes");
    }
  }

  @Test
  void verify_nothingThere() throws Exception {
    try (var files = open()) {
      assertThat(verified(files).isEmpty()).isTrue();
    }
  }

  @Test
  void verify_damaged() throws Exception {
    try (var files = open()) {
      write(files, 0, 1, 3, 4);
    }
    Path one = part.resolve("a/b/one.bin");
    byte[] bytes = Files.readAllBytes(one);
    bytes[PIECE] ^= 1;
    Files.write(one, bytes);
    try (var files = open()) {
      assertThat(verified(files)).isEqualTo(BitSet.valueOf(new long[] {0b11001}));
    }
  }

  @Test
  void open_cutsWhatIsTooLong() throws Exception {
    try (var files = open()) {
      writeAll(files);
    }
    Files.write(part.resolve("a/two.txt"), new byte[5000]);
    try (var files = open()) {
      assertThat(part.resolve("a/two.txt")).hasSize(10);
      write(files, 3);
      files.complete(false);
    }
    assertComplete();
  }

  /** Whatever was written before a download broke off is found again, and nothing else. */
  @Test
  void verify_findsWhatWasWritten() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      String place = "seed %d, round %d".formatted(seed, round);
      content = FolderContent.random(random);
      target = folder.resolve("album" + round);
      part = PieceFiles.partOf(target);
      var written = new BitSet();
      while (written.cardinality() < content.info().pieceCount()) {
        try (var files = open()) {
          assertThat(verified(files)).as(place).isEqualTo(right(written));
          for (int i = random.nextInt(content.info().pieceCount() + 1); i > 0; i--) {
            int piece = random.nextInt(content.info().pieceCount());
            write(files, piece);
            written.set(piece);
          }
        }
      }
      try (var files = open()) {
        files.complete(false);
      }
      assertThat(FolderContent.read(target)).as(place).containsExactlyEntriesOf(content.visible());
      assertThat(look()).as(place).isEqualTo(Found.SAME);
    }
  }

  /** Adds the pieces that consist of padding alone: they are right without being written. */
  private BitSet right(BitSet written) {
    var right = (BitSet) written.clone();
    var files = content.info().files();
    for (int piece = 0; piece < content.info().pieceCount(); piece++) {
      if (content.info().parts(piece).stream().allMatch(p -> files.get(p.file()).isPadding())) {
        right.set(piece);
      }
    }
    return right;
  }

  @Test
  void write_manyThreads() throws Exception {
    var entries =
        IntStream.range(0, 500).mapToObj(i -> Entry.of("d" + i % 7 + "/f" + i, 997)).toList();
    content = FolderContent.of(TorrentFormat.V1, 1500, entries);
    try (var files = open()) {
      var next = new AtomicInteger();
      Workers.run(
          content.info().pieceCount(),
          piece -> {
            write(files, piece);
            var block = ByteBuffer.allocate(content.info().pieceSize(piece));
            files.read(piece, 0, block);
            assertThat(block.array()).isEqualTo(content.piece(piece));
            return next.incrementAndGet() > 0;
          });
      assertThat(verified(files).cardinality()).isEqualTo(content.info().pieceCount());
      files.complete(false);
    }
    assertComplete();
  }

  @Test
  void open_twice() throws Exception {
    try (var files = open()) {
      assertThat(files.notes()).isEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOf(StorageException.class)
          .hasMessage(
              part
                  + ": another download is writing to it; wait until it ends, or choose another"
                  + " path with --output");
    }
    open().close();
  }

  @Test
  void open_noFolder() {
    target = folder.resolve("missing/album");
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessage(folder.resolve("missing/album.part") + ": no such folder");
  }

  /** The browser's helper reserves names so. */
  @Test
  void open_emptyFileReservesTheName() throws Exception {
    Files.createFile(part);
    download();
    assertComplete();
  }

  @Test
  void open_somethingElseIsThere() throws Exception {
    Files.writeString(part, "mine");
    assertThatThrownBy(this::open)
        .hasMessage(part + ": is not a folder; remove it, or choose another path with --output");
    Files.delete(part);
    Files.createDirectory(part);
    Files.writeString(part.resolve("mine"), "mine");
    assertThatThrownBy(this::open)
        .hasMessage(
            part
                + ": no download has made this folder; remove it, or choose another path with"
                + " --output");
    PieceFiles.discard(target);
    assertThat(part.resolve("mine")).exists();
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

  @Test
  void read_neverWritten() throws Exception {
    try (var files = open()) {
      assertThatThrownBy(() -> files.read(0, 0, ByteBuffer.allocate(1)))
          .isInstanceOf(StorageException.class)
          .hasMessage(part.resolve("a/b/one.bin") + ": is missing; it was there, or should be");
    }
  }

  @Test
  void write_closed() throws Exception {
    var files = open();
    files.close();
    files.close();
    assertThatThrownBy(() -> write(files, 0)).isInstanceOf(StorageException.class);
  }

  @Test
  void nameOf_isSafe() {
    assertThat(PieceFiles.nameOf("album")).isEqualTo("album");
    assertThat(PieceFiles.nameOf("..")).isEqualTo("download");
    assertThat(PieceFiles.nameOf("../a")).isEqualTo(".._a");
    assertThat(PieceFiles.nameOf(" ")).isEqualTo("download");
  }

  @Test
  void fits_looksAtLengthsOnly() throws Exception {
    assertThat(PieceFiles.fits(target, content.info())).isFalse();
    download();
    Files.write(target.resolve("z.bin"), new byte[PIECE]);
    assertThat(PieceFiles.fits(target, content.info())).isTrue();
    Files.write(target.resolve("z.bin"), new byte[PIECE + 1]);
    assertThat(PieceFiles.fits(target, content.info())).isFalse();
    assertThat(PieceFiles.fits(folder, content.info())).isFalse();
  }
}
