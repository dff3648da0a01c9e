package org.spillway.torrent;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The hashes of a whole array, as the BEPs say it and as slowly: what {@link FileHasher} gives. */
final class NaiveHashes {
  private NaiveHashes() {}

  /** BEP 3: the concatenated SHA-1 of all pieces. */
  static byte[] v1Pieces(byte[] content, int pieceLength) {
    var pieces = new ByteArrayOutputStream();
    for (byte[] piece : runs(content, pieceLength)) {
      pieces.writeBytes(Digests.sha1().digest(piece));
    }
    return pieces.toByteArray();
  }

  /**
   * BEP 52: the root over the SHA-256 of all blocks; leaves beyond the end are zero, up to a power
   * of two.
   */
  static byte[] piecesRoot(byte[] content) {
    List<byte[]> leaves = leaves(content);
    int width = 1;
    while (width < leaves.size()) {
      width *= 2;
    }
    return root(leaves, width);
  }

  /** BEP 52: the layer of the tree in which one hash covers one piece, without padding. */
  static byte[] pieceLayer(byte[] content, int pieceLength) {
    var layer = new ByteArrayOutputStream();
    for (byte[] piece : runs(content, pieceLength)) {
      layer.writeBytes(root(leaves(piece), pieceLength / MerkleTree.BLOCK));
    }
    return layer.toByteArray();
  }

  private static List<byte[]> leaves(byte[] content) {
    return runs(content, MerkleTree.BLOCK).stream().map(b -> Digests.sha256().digest(b)).toList();
  }

  private static byte[] root(List<byte[]> leaves, int width) {
    if (width == 1) {
      return leaves.isEmpty() ? new byte[32] : leaves.get(0);
    }
    int half = width / 2;
    int middle = Math.min(half, leaves.size());
    return parent(
        root(leaves.subList(0, middle), half), root(leaves.subList(middle, leaves.size()), half));
  }

  static byte[] parent(byte[] left, byte[] right) {
    var sha256 = Digests.sha256();
    sha256.update(left);
    return sha256.digest(right);
  }

  private static List<byte[]> runs(byte[] content, int length) {
    List<byte[]> runs = new ArrayList<>();
    for (int at = 0; at < content.length; at += length) {
      runs.add(Arrays.copyOfRange(content, at, Math.min(at + length, content.length)));
    }
    return runs;
  }
}
