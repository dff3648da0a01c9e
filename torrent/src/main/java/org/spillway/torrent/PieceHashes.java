package org.spillway.torrent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the pieces of a single-file torrent: by the SHA-256 merkle tree if its piece layer is
 * known, otherwise by SHA-1. Safe for use by many threads.
 */
public final class PieceHashes {
  private final InfoDictionary info;
  private final @Nullable PieceLayer layer;

  private PieceHashes(InfoDictionary info, @Nullable PieceLayer layer) {
    this.info = info;
    this.layer = layer;
  }

  public static PieceHashes of(InfoDictionary info, PieceLayer layer) {
    return new PieceHashes(info, layer);
  }

  /**
   * Returns the hashes of a torrent.
   *
   * @return empty for a v2 torrent without its piece layer, which peers have
   */
  public static Optional<PieceHashes> of(Metainfo metainfo) {
    var info = metainfo.info();
    var layer = root(info).flatMap(metainfo::pieceLayer);
    if (info.format().hasV1() || layer.isPresent() || info.length() <= info.pieceLength()) {
      return Optional.of(new PieceHashes(info, layer.orElse(null)));
    }
    return Optional.empty();
  }

  /** Returns the piece layer, if it is known. */
  public Optional<PieceLayer> layer() {
    return Optional.ofNullable(layer);
  }

  private static Optional<Sha256> root(InfoDictionary info) {
    return info.files().get(0).piecesRoot();
  }

  /**
   * Returns whether a piece is right.
   *
   * @param bytes exactly the piece
   */
  public boolean verify(int piece, byte[] bytes) {
    var digest = digest(piece);
    digest.update(bytes, 0, bytes.length);
    return digest.matches();
  }

  /**
   * Begins to check a piece that comes in portions.
   *
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public PieceDigest digest(int piece) {
    int size = info.pieceSize(piece);
    if (layer != null) {
      int width = info.pieceLength() / MerkleTree.BLOCK;
      return new PieceDigest.Merkle(size, width, layer.pieceHash(piece));
    }
    if (info.format().hasV1()) {
      return new PieceDigest.Sha1(size, info.v1PieceHash(piece).orElseThrow());
    }
    return new PieceDigest.Merkle(size, MerkleTree.widthFor(size), root(info).orElseThrow());
  }
}
