package org.spillway.client.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.store.PieceFiles.Found;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;

/** The pieces of a torrent of one file. */
class PartFileTest {
  private static final int PIECE = 300_000;
  private static final int LENGTH = 3 * PIECE - 7;

  @TempDir Path folder;
  private final byte[] bytes = new byte[LENGTH];
  private Metainfo metainfo;
  private Path target;
  private Path part;

  @BeforeEach
  void setContent() {
    new Random(1).nextBytes(bytes);
    var hasher = new FileHasher(TorrentFormat.V1, PIECE);
    hasher.update(bytes, 0, LENGTH);
    metainfo = Metainfo.ofFile("a.iso", hasher.finish(), TorrentUrls.NONE);
    target = folder.resolve("a.iso");
    part = folder.resolve("a.iso.part");
  }

  private InfoDictionary info() {
    return metainfo.info();
  }

  private PieceHashes hashes() {
    return PieceHashes.of(metainfo).orElseThrow();
  }

  private PieceFiles open() throws IOException {
    return PieceFiles.open(target, info());
  }

  private ByteBuffer piece(int piece) {
    return ByteBuffer.wrap(bytes, piece * PIECE, info().pieceSize(piece));
  }

  private Found look() throws Exception {
    return PieceFiles.look(target, info(), hashes());
  }

  @Test
  void complete_renames() throws Exception {
    assertThat(look()).isEqualTo(Found.NOTHING);
    try (var files = open()) {
      for (int piece = 2; piece >= 0; piece--) {
        files.write(piece, piece(piece));
      }
      assertThat(target).doesNotExist();
      files.complete(false);
    }
    assertThat(target).hasBinaryContent(bytes);
    assertThat(part).doesNotExist();
    assertThat(look()).isEqualTo(Found.SAME);
  }

  @Test
  void verify_asFarAsItIsThere() throws Exception {
    Files.write(part, Arrays.copyOf(bytes, LENGTH - 1));
    var right = new BitSet();
    try (var files = open()) {
      files.verify(hashes(), right::set);
    }
    assertThat(right).isEqualTo(BitSet.valueOf(new long[] {0b11}));
  }

  @Test
  void open_cutsWhatIsTooLong() throws Exception {
    Files.write(part, Arrays.copyOf(bytes, LENGTH + 100));
    try (var files = open()) {
      assertThat(part).hasSize(LENGTH);
      files.complete(false);
    }
    assertThat(target).hasBinaryContent(bytes);
  }

  @Test
  void open_twice() throws Exception {
    try (var files = open()) {
      files.write(0, piece(0));
      var block = ByteBuffer.allocate(10);
      files.read(0, 5, block);
      assertThat(block.array()).isEqualTo(Arrays.copyOfRange(bytes, 5, 15));
      assertThatThrownBy(this::open)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("a.iso.part: another download is writing to it");
    }
    open().close();
    assertThat(part).exists();
  }

  @Test
  void open_partIsALink() throws Exception {
    Files.createSymbolicLink(part, folder.resolve("outside"));
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(part + ": ");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  void complete_anotherFileAppeared() throws Exception {
    Files.write(part, bytes);
    try (var files = open()) {
      Files.writeString(target, "mine");
      assertThatThrownBy(() -> files.complete(false))
          .hasMessage(target + ": another file appeared there during the download");
    }
    assertThat(look()).isEqualTo(Found.OTHER);
    try (var files = open()) {
      files.complete(true);
    }
    assertThat(look()).isEqualTo(Found.SAME);
  }

  @Test
  void complete_notEverythingIsThere() throws Exception {
    try (var files = open()) {
      files.write(0, piece(0));
      assertThatThrownBy(() -> files.complete(false))
          .hasMessage(part + ": has 300000 bytes instead of 899993; something else has changed it");
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void complete_removedMeanwhile() throws Exception {
    try (var files = open()) {
      Files.delete(part);
      assertThatThrownBy(() -> files.complete(false))
          .hasMessage(part + ": was removed during the download");
    }
  }

  @Test
  void look_throughALink() throws Exception {
    Files.write(folder.resolve("elsewhere"), bytes);
    Files.createSymbolicLink(target, folder.resolve("elsewhere"));
    assertThat(look()).isEqualTo(Found.SAME);
    Files.delete(target);
    Files.createDirectory(target);
    assertThat(look()).isEqualTo(Found.OTHER);
  }

  @Test
  void discard_removesThePart() throws Exception {
    open().close();
    PieceFiles.discard(target);
    assertThat(part).doesNotExist();
    PieceFiles.discard(target);
  }

  @Test
  void nameOf_fits() {
    assertThat(PieceFiles.nameOf("x".repeat(300) + "\u202e.iso"))
        .isEqualTo("x".repeat(251) + ".iso");
  }

  /** The ETag is kept beside the part, in a name that is longer by five bytes. */
  @Test
  void partOf_longName_isShortened() {
    assertThat(partOf("x".repeat(245))).isEqualTo("x".repeat(245) + ".part");
    assertThat(partOf("x".repeat(246))).matches("x{228}~[0-9a-f]{16}\\.part");
    assertThat(partOf("ü".repeat(127) + "a")).hasSizeLessThan(140);
    assertThat(partOf("ü".repeat(127) + "a")).isNotEqualTo(partOf("ü".repeat(127) + "b"));
    assertThat(partOf("ü".repeat(127)).getBytes(UTF_8)).hasSizeBetween(248, 250);
  }

  private String partOf(String name) {
    return PieceFiles.partOf(folder.resolve(name)).getFileName().toString();
  }

  @Test
  void complete_longestName() throws Exception {
    target = folder.resolve("x".repeat(251) + ".iso");
    try (var files = open()) {
      files.write(0, piece(0));
    }
    assertThat(PieceFiles.partOf(target)).exists();
    var right = new BitSet();
    try (var files = open()) {
      files.verify(hashes(), right::set);
    }
    assertThat(right.stream()).containsExactly(0);
  }
}
