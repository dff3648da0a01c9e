package org.spillway.client;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.Digests;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MerkleTree;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.Sha256;

/**
 * Tells right pieces from wrong ones: by the SHA-256 merkle tree where its piece layer is at hand,
 * else by SHA-1. Safe for use by many threads.
 */
final class PieceHashes {
  private final InfoDictionary info;
  private final @Nullable PieceLayer layer;

  private PieceHashes(InfoDictionary info, @Nullable PieceLayer layer) {
    this.info = info;
    this.layer = layer;
  }

  static PieceHashes of(InfoDictionary info, PieceLayer layer) {
    return new PieceHashes(info, layer);
  }

  /**
   * @return absent for a v2 torrent that came without its piece layer: peers have it
   */
  static Optional<PieceHashes> of(Metainfo metainfo) {
    var info = metainfo.info();
    var layer = root(info).flatMap(metainfo::pieceLayer);
    if (info.format().hasV1() || layer.isPresent() || info.length() <= info.pieceLength()) {
      return Optional.of(new PieceHashes(info, layer.orElse(null)));
    }
    return Optional.empty();
  }

  private static Optional<Sha256> root(InfoDictionary info) {
    return info.files().get(0).piecesRoot();
  }

  /**
   * @param bytes exactly the piece
   */
  boolean verify(int piece, byte[] bytes) {
    if (bytes.length != info.pieceSize(piece)) {
      return false;
    }
    if (layer != null) {
      int width = info.pieceLength() / MerkleTree.BLOCK;
      return MerkleTree.rootOfPiece(bytes, width).equals(layer.pieceHash(piece));
    }
    if (info.format().hasV1()) {
      byte[] expected = info.v1PieceHash(piece).orElseThrow();
      return Arrays.equals(Digests.sha1().digest(bytes), expected);
    }
    var expected = root(info).orElseThrow();
    return MerkleTree.rootOfPiece(bytes, MerkleTree.widthFor(bytes.length)).equals(expected);
  }
}
