package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
  private static final long SEED = 20_260_103;
  private static final int PIECE = 4 * MerkleTree.BLOCK;
  private static final int PIECE_LAYER = 2;
  private static final int HASH = Sha256.LENGTH;

  /** Every request that BEP 52 allows is answered by a proof that ends at the root. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 8, 11, 16, 100})
  void hashes_proveTheRoot(int pieces) {
    var tree = tree(pieces);
    int layers = Integer.numberOfTrailingZeros(MerkleTree.powerOfTwoFrom(pieces));
    for (int layer = 0; layer < layers; layer++) {
      int width = 1 << (layers - layer);
      for (int length = 2; length <= width; length *= 2) {
        for (int index = 0; index < width; index += length) {
          byte[] hashes =
              tree.hashes(PIECE_LAYER + layer, index, length, layers - layer).orElseThrow();
          assertThat(rootOf(hashes, index, length)).isEqualTo(tree.root());
        }
      }
    }
  }

  /** Recomputes the root as the asker does: from the run upwards, then with each uncle in turn. */
  private static Sha256 rootOf(byte[] hashes, int index, int length) {
    byte[] hash = MerkleTree.rootOfBlocks(Arrays.copyOf(hashes, length * HASH), length);
    int position = index / length;
    for (int at = length * HASH; at < hashes.length; at += HASH) {
      byte[] uncle = Arrays.copyOfRange(hashes, at, at + HASH);
      hash = position % 2 == 0 ? NaiveHashes.parent(hash, uncle) : NaiveHashes.parent(uncle, hash);
      position /= 2;
    }
    assertThat(position).as("an uncle for each layer").isZero();
    return Sha256.of(hash);
  }

  /**
   * The layers that the run itself gives need no uncle: of p proof layers, log2(length) − 1 are
   * left out.
   */
  @ParameterizedTest
  @CsvSource({"2, 0, 0", "2, 1, 1", "2, 3, 3", "4, 1, 0", "4, 3, 2", "8, 3, 1", "16, 3, 0"})
  void hashes_uncles(int length, int proofLayers, int uncles) {
    byte[] hashes = tree(16).hashes(PIECE_LAYER, 0, length, proofLayers).orElseThrow();
    assertThat(hashes).hasSize((length + uncles) * HASH);
  }

  @Test
  void hashes_moreProofLayersThanThereAre() {
    var tree = tree(16);
    assertThat(tree.hashes(PIECE_LAYER + 1, 0, 2, Integer.MAX_VALUE))
        .hasValueSatisfying(hashes -> assertThat(rootOf(hashes, 0, 2)).isEqualTo(tree.root()));
  }

  @Test
  void hashes_behindTheLastPiece() {
    byte[] blocks = new byte[4 * HASH];
    byte[] emptyPiece = MerkleTree.rootOfBlocks(blocks, 4);
    byte[] hashes = tree(5).hashes(PIECE_LAYER, 6, 2, 0).orElseThrow();
    assertThat(Arrays.copyOf(hashes, HASH)).isEqualTo(emptyPiece);
    assertThat(Arrays.copyOfRange(hashes, HASH, 2 * HASH)).isEqualTo(emptyPiece);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 2, 0",
    "1, 0, 2, 0",
    "-1, 0, 2, 0",
    "-2147483648, 0, 2, 0",
    "2147483647, 0, 2, 0",
    "7, 0, 2, 0",
    "6, 0, 2, 0",
    "2, 0, 0, 0",
    "2, 0, 1, 0",
    "2, 0, 3, 0",
    "2, 0, -2147483648, 0",
    "2, 0, 32, 0",
    "2, 0, 1024, 0",
    "2, 1, 2, 0",
    "2, 2, 4, 0",
    "2, -2, 2, 0",
    "2, 16, 2, 0",
    "2, 2147483646, 2, 0",
    "2, 0, 2, -1",
  })
  void hashes_refused(int baseLayer, int index, int length, int proofLayers) {
    assertThat(tree(16).hashes(baseLayer, index, length, proofLayers)).isEmpty();
  }

  @Test
  void hashes_atMost512() {
    var tree = tree(1024);
    assertThat(tree.hashes(PIECE_LAYER, 512, 512, 9)).isPresent();
    assertThat(tree.hashes(PIECE_LAYER, 0, 1024, 9)).isEmpty();
  }

  @Test
  void ofPieces_onePiece() {
    var tree = tree(1);
    assertThat(tree.hashes(PIECE_LAYER, 0, 2, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 16384", "31, 16384", "33, 16384", "32, 8192", "32, 0", "32, 40000"})
  void ofPieces_wrongSizes(int bytes, int pieceLength) {
    assertThatThrownBy(() -> MerkleTree.ofPieces(new byte[bytes], pieceLength))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 2", "3, 4", "4, 4", "5, 8", "512, 512", "513, 1024"})
  void powerOfTwoFrom_table(int count, int power) {
    assertThat(MerkleTree.powerOfTwoFrom(count)).isEqualTo(power);
  }

  private static MerkleTree tree(int pieces) {
    byte[] hashes = new byte[pieces * HASH];
    new Random(SEED).nextBytes(hashes);
    return MerkleTree.ofPieces(hashes, PIECE);
  }
}
