package org.spillway.torrent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells right pieces of a single-file torrent from wrong ones: by the SHA-256 merkle tree where its
 * piece layer is known, else by SHA-1. Safe for use by many threads.
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
   * @return absent for a v2 torrent that came without its piece layer: peers have it
   */
  public static Optional<PieceHashes> of(Metainfo metainfo) {
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
