package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.catalog.Folder;

class PieceFileTest {
  /** Two blocks and a part of a third: 12 bytes of checksums. */
  private static final byte[] PIECE = Folder.bytes(1, 40_000);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("piece");
    PieceFile.write(file, PIECE);
  }

  private boolean reads(int begin, int length) throws IOException {
    var target = ByteBuffer.allocate(length);
    boolean read = PieceFile.read(file, PIECE.length, begin, target);
    assertThat(target.position()).isEqualTo(read ? length : 0);
    if (read) {
      assertThat(target.array()).isEqualTo(Arrays.copyOfRange(PIECE, begin, begin + length));
    }
    return read;
  }

  private void damage(int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void size_checksumsAndPiece() throws IOException {
    assertThat(Files.size(file)).isEqualTo(12 + 40_000).isEqualTo(PieceFile.size(40_000));
  }

  @ParameterizedTest
  @CsvSource({"0,40000", "0,1", "16383,2", "16384,16384", "39999,1", "20000,20000", "32768,7232"})
  void read_anyPart(int begin, int length) throws IOException {
    assertThat(reads(begin, length)).isTrue();
  }

  @Test
  void read_damagedBlock() throws IOException {
    damage(12 + 16384);
    assertThat(reads(16384 + 5, 1)).isFalse();
    assertThat(reads(0, 40_000)).isFalse();
    assertThat(reads(0, 16384)).isTrue();
    assertThat(reads(32768, 100)).isTrue();
  }

  @Test
  void read_damagedChecksum() throws IOException {
    damage(3);
    assertThat(reads(0, 1)).isFalse();
    assertThat(reads(16384, 1)).isTrue();
  }

  @Test
  void read_anotherLength() throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 12 + 39_999));
    assertThat(reads(0, 1)).isFalse();
  }

  @Test
  void read_noFile() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> reads(0, 1)).isInstanceOf(NoSuchFileException.class);
  }
}
