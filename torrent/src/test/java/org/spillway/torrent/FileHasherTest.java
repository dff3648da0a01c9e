package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileHasherTest {
  private static final long SEED = 20_260_102;
  private static final int PIECE = 64 * 1024;

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void finish_emptyFile(TorrentFormat format) {
    var hashes = Content.hashes(format, PIECE, new byte[0]);
    assertThat(hashes.length()).isZero();
    assertThat(hashes.v1Pieces()).isEmpty();
    assertThat(hashes.piecesRoot()).isEmpty();
    assertThat(hashes.pieceLayer()).isEmpty();
    assertThat(hashes.sha256())
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        16383,
        16384,
        16385,
        32769,
        PIECE - 1,
        PIECE,
        PIECE + 1,
        2 * PIECE,
        3 * PIECE,
        4 * PIECE,
        5 * PIECE - 1,
        5 * PIECE + 16384,
        9 * PIECE + 1
      })
  void finish_equalsNaive(int length) {
    byte[] content = Content.of(length, 7);
    for (TorrentFormat format : TorrentFormat.values()) {
      requireNaive(Content.hashes(format, PIECE, content), content);
    }
  }

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void finish_randomPortions(TorrentFormat format) {
    System.out.println("FileHasherTest: seed " + SEED);
    var random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      byte[] content = new byte[random.nextInt(6 * PIECE)];
      random.nextBytes(content);
      int pieceLength = MerkleTree.BLOCK << random.nextInt(4);
      var hasher = new FileHasher(format, pieceLength);
      int at = 0;
      while (at < content.length) {
        int count = Math.min(random.nextInt(1 + (1 << random.nextInt(18))), content.length - at);
        hasher.update(content, at, count);
        at += count;
        assertThat(hasher.length()).isEqualTo(at);
      }
      requireNaive(hasher.finish(), content);
    }
  }

  private static void requireNaive(FileHashes hashes, byte[] content) {
    int pieceLength = hashes.pieceLength();
    assertThat(hashes.length()).isEqualTo(content.length);
    assertThat(hashes.sha256()).isEqualTo(Sha256.digest(content));
    boolean v1 = hashes.format().hasV1();
    assertThat(hashes.v1Pieces())
        .isEqualTo(v1 ? NaiveHashes.v1Pieces(content, pieceLength) : new byte[0]);
    boolean v2 = hashes.format().hasV2() && content.length > 0;
    assertThat(hashes.piecesRoot().map(Sha256::toBytes).orElse(new byte[0]))
        .isEqualTo(v2 ? NaiveHashes.piecesRoot(content) : new byte[0]);
    boolean layer = v2 && content.length > pieceLength;
    assertThat(hashes.pieceLayer().map(PieceLayer::toBytes).orElse(new byte[0]))
        .isEqualTo(layer ? NaiveHashes.pieceLayer(content, pieceLength) : new byte[0]);
  }

  /** Pieces of any length are allowed in v1: BEP 3 only says that powers of two are usual. */
  @Test
  void finish_oddPieceLengthV1() {
    byte[] content = Content.of(1000, 1);
    var hashes = Content.hashes(TorrentFormat.V1, 333, content);
    assertThat(hashes.v1Pieces()).hasSize(80).isEqualTo(NaiveHashes.v1Pieces(content, 333));
  }

  @Test
  void update_partOfAnArray() {
    byte[] content = Content.of(100, 3);
    var hasher = new FileHasher(TorrentFormat.HYBRID, PIECE);
    hasher.update(content, 10, 0);
    hasher.update(content, 10, 20);
    requireNaive(hasher.finish(), Arrays.copyOfRange(content, 10, 30));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0})
  void constructor_pieceLength(int pieceLength) {
    assertThatThrownBy(() -> new FileHasher(TorrentFormat.V1, pieceLength))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pieceLength must be greater than 0, and a power of two from 16 KiB up with v2, was "
                + pieceLength);
  }

  @ParameterizedTest
  @ValueSource(ints = {8192, 20000, 49152})
  void constructor_pieceLengthV2(int pieceLength) {
    assertThatThrownBy(() -> new FileHasher(TorrentFormat.V2, pieceLength))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FileHasher(TorrentFormat.HYBRID, pieceLength))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pieceLayer_pieceHash() {
    byte[] content = Content.of(2 * PIECE, 7);
    var layer = Content.hashes(TorrentFormat.V2, PIECE, content).pieceLayer().orElseThrow();
    byte[] second = Arrays.copyOfRange(content, PIECE, 2 * PIECE);
    assertThat(layer.pieceHash(1)).isEqualTo(Sha256.of(NaiveHashes.piecesRoot(second)));
    assertThatThrownBy(() -> layer.pieceHash(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
