package org.spillway.torrent;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The merkle tree of a file's pieces (BEP 52), from the piece layer, which a metainfo file holds,
 * up to the root, which the info dictionary holds. Immutable; it takes about 64 bytes a piece.
 */
public final class MerkleTree {
  /** The number of bytes that one leaf is the hash of; the last leaf may have fewer. */
  public static final int BLOCK = 16 * 1024;

  private static final int HASH = Sha256.LENGTH;

  /**
   * The hashes of each layer one after the other; the piece layer comes first, and the root last.
   */
  private final List<byte[]> layers;

  private final int pieceLayer;

  private MerkleTree(List<byte[]> layers, int pieceLayer) {
    this.layers = layers;
    this.pieceLayer = pieceLayer;
  }

  /**
   * Makes the tree over some pieces.
   *
   * @param pieceHashes 32 bytes a piece
   * @param pieceLength the length of a piece in bytes, a power of two from {@value #BLOCK} up
   */
  public static MerkleTree ofPieces(byte[] pieceHashes, int pieceLength) {
    if (pieceHashes.length == 0 || pieceHashes.length % HASH != 0) {
      throw new IllegalArgumentException(
          "a piece layer holds 32 bytes a piece, not " + pieceHashes.length + " in all");
    }
    if (!PieceLength.isValidV2(pieceLength)) {
      throw new IllegalArgumentException("a piece length of " + pieceLength + " bytes");
    }
    int pieceLayer = Integer.numberOfTrailingZeros(pieceLength / BLOCK);
    byte[] padded = pad(pieceHashes, emptySubtree(pieceLayer));
    List<byte[]> layers = new ArrayList<>();
    layers.add(padded);
    while (layers.get(layers.size() - 1).length > HASH) {
      layers.add(parents(layers.get(layers.size() - 1)));
    }
    return new MerkleTree(layers, pieceLayer);
  }

  /** Returns how many leaves the tree over a file of at most one piece has. */
  public static int widthFor(long length) {
    return powerOfTwoFrom((int) ((length + BLOCK - 1) / BLOCK));
  }

  /**
   * Returns the root over some block hashes, filled up with zero hashes to {@code width} leaves.
   *
   * @param width a power of two, not below the number of hashes
   */
  static byte[] rootOfBlocks(byte[] blockHashes, int width) {
    byte[] layer = Arrays.copyOf(blockHashes, width * HASH);
    while (layer.length > HASH) {
      layer = parents(layer);
    }
    return layer;
  }

  static int powerOfTwoFrom(int count) {
    return count <= 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  /**
   * Returns the hash that stands for blocks behind the end of the file, {@code layer} layers up.
   */
  private static byte[] emptySubtree(int layer) {
    byte[] hash = new byte[HASH];
    for (int i = 0; i < layer; i++) {
      hash = parents(concat(hash, hash));
    }
    return hash;
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  private static byte[] pad(byte[] hashes, byte[] filler) {
    int count = hashes.length / HASH;
    byte[] padded = Arrays.copyOf(hashes, powerOfTwoFrom(count) * HASH);
    for (int at = hashes.length; at < padded.length; at += HASH) {
      System.arraycopy(filler, 0, padded, at, HASH);
    }
    return padded;
  }

  private static byte[] parents(byte[] layer) {
    MessageDigest sha256 = Digests.sha256();
    byte[] parents = new byte[layer.length / 2];
    for (int i = 0; i < parents.length / HASH; i++) {
      sha256.update(layer, 2 * i * HASH, 2 * HASH);
      System.arraycopy(sha256.digest(), 0, parents, i * HASH, HASH);
    }
    return parents;
  }

  public Sha256 root() {
    return Sha256.of(layers.get(layers.size() - 1));
  }

  /**
   * Returns the answer to a hash request: {@code length} hashes of {@code baseLayer} from {@code
   * index} on, then the uncle hashes that lead towards the root (BEP 52, "hash request").
   *
   * @param baseLayer the layer, counted from the blocks; layers below the pieces are not kept
   * @param index the first hash within the layer
   * @param length the number of hashes, a power of two from 2 up
   * @param proofLayers for how many layers above {@code baseLayer} the peer wants a proof; layers
   *     that the hashes themselves give are left out
   * @return empty if the tree cannot answer or, by the BEP, must not
   */
  public Optional<byte[]> hashes(int baseLayer, int index, int length, int proofLayers) {
    int layer = baseLayer - pieceLayer;
    boolean inTree = layer >= 0 && layer < layers.size();
    if (!inTree || length < 2 || Integer.bitCount(length) != 1 || length > 512) {
      return Optional.empty();
    }
    if (index < 0 || index % length != 0 || proofLayers < 0) {
      return Optional.empty();
    }
    if (((long) index + length) * HASH > layers.get(layer).length) {
      return Optional.empty();
    }
    byte[] run = Arrays.copyOfRange(layers.get(layer), index * HASH, (index + length) * HASH);
    return Optional.of(concat(run, uncles(layer, index, length, proofLayers)));
  }

  private byte[] uncles(int layer, int index, int length, int proofLayers) {
    int given = Integer.numberOfTrailingZeros(length);
    int position = index >> given;
    byte[] uncles = new byte[0];
    int top = layer + Math.min(proofLayers, layers.size() - 2 - layer);
    for (int at = layer + given; at <= top; at++) {
      int sibling = position ^ 1;
      uncles =
          concat(uncles, Arrays.copyOfRange(layers.get(at), sibling * HASH, (sibling + 1) * HASH));
      position >>= 1;
    }
    return uncles;
  }
}
