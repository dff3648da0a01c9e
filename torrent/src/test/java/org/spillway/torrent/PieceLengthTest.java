package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PieceLengthTest {
  private static final long MIB = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({
    "0, 16, 0",
    "1, 16, 1",
    "4194303, 16, 256",
    "4194304, 256, 16",
    "134217728, 256, 512",
    "134217729, 512, 257",
    "268435456, 512, 512",
    "268435457, 1024, 257",
    "1000000000, 2048, 477",
    "1073741824, 2048, 512",
    "1073741825, 4096, 257",
    "4294967296, 8192, 512",
    "4294967297, 16384, 257",
    "8589934592, 16384, 512",
    "8589934593, 16384, 513",
    "109951162777600, 16384, 6553600",
  })
  void forFile_table(long length, int kibibytes, long pieces) {
    int pieceLength = PieceLength.forFile(length);
    assertThat(pieceLength).isEqualTo(kibibytes * 1024);
    assertThat(InfoFiles.pieces(length, pieceLength)).isEqualTo(pieces);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100, 4 * MIB, 200 * MIB, 3_000 * MIB, 9_000 * MIB, Long.MAX_VALUE})
  void forFile_fitsV2(long length) {
    assertThat(PieceLength.isValidV2(PieceLength.forFile(length))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -16384, 0, 1, 8192, 16383, 16385, 49152})
  void isValidV2_no(long pieceLength) {
    assertThat(PieceLength.isValidV2(pieceLength)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {16384, 32768, 1 << 30})
  void isValidV2_yes(long pieceLength) {
    assertThat(PieceLength.isValidV2(pieceLength)).isTrue();
  }
}
