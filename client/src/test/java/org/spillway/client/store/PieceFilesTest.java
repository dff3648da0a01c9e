package org.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.client.store.PieceFiles.Found;
import org.spillway.torrent.TorrentFormat;

class PieceFilesTest extends PieceFilesTestBase {
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
