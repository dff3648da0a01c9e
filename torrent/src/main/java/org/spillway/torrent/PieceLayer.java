package org.spillway.torrent;

import java.util.Arrays;
import java.util.Objects;

/** The entry of one file in {@code piece layers}: a SHA-256 for each of its pieces (BEP 52). */
public final class PieceLayer {
  private final byte[] hashes;
  private final MerkleTree tree;

  /**
   * Makes a layer.
   *
   * @param hashes 32 bytes a piece
   * @param pieceLength the length of a piece, in bytes
   */
  public PieceLayer(byte[] hashes, int pieceLength) {
    this.hashes = hashes.clone();
    this.tree = MerkleTree.ofPieces(hashes, pieceLength);
  }

  public Sha256 root() {
    return tree.root();
  }

  public MerkleTree tree() {
    return tree;
  }

  /**
   * Returns the root over the blocks of one piece.
   *
   * @throws IndexOutOfBoundsException if the file has no such piece
   */
  public Sha256 pieceHash(int piece) {
    int start = Objects.checkIndex(piece, hashes.length / Sha256.LENGTH) * Sha256.LENGTH;
    return Sha256.of(Arrays.copyOfRange(hashes, start, start + Sha256.LENGTH));
  }

  /** Returns 32 bytes a piece. */
  public byte[] toBytes() {
    return hashes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceLayer that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }
}
