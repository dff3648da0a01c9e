package org.spillway.torrent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Verifies the pieces of a torrent: by the SHA-256 merkle tree of a file if its piece layer is
 * known, otherwise by SHA-1. Safe for use by many threads.
 */
public final class PieceHashes {
  private final InfoDictionary info;
  private final Map<Sha256, PieceLayer> layers;

  private PieceHashes(InfoDictionary info, Map<Sha256, PieceLayer> layers) {
    this.info = info;
    this.layers = layers;
  }

  /**
   * Returns the hashes of a torrent.
   *
   * @param layers the piece layers of all files that are longer than a piece
   * @throws IllegalArgumentException if a layer is missing in a torrent without v1 hashes
   */
  public static PieceHashes of(InfoDictionary info, List<PieceLayer> layers) {
    var known =
        layers.stream()
            .collect(Collectors.toMap(PieceLayer::root, Function.identity(), (one, same) -> one));
    return of(info, known)
        .orElseThrow(
            () -> new IllegalArgumentException("a piece layer of " + info + " is missing"));
  }

  /**
   * Returns the hashes of a torrent.
   *
   * @return empty for a v2 torrent without its piece layers, which peers have
   */
  public static Optional<PieceHashes> of(Metainfo metainfo) {
    return of(metainfo.info(), metainfo.pieceLayers());
  }

  private static Optional<PieceHashes> of(InfoDictionary info, Map<Sha256, PieceLayer> layers) {
    boolean complete =
        info.format().hasV1()
            || info.layeredFiles().stream()
                .allMatch(file -> file.piecesRoot().map(layers::containsKey).orElse(false));
    return complete ? Optional.of(new PieceHashes(info, Map.copyOf(layers))) : Optional.empty();
  }

  /** Returns the piece layer of the file that has this root, if it is known. */
  public Optional<PieceLayer> layer(Sha256 root) {
    return Optional.ofNullable(layers.get(root));
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
    if (info.format().hasV2()) {
      var root = info.fileOf(piece).piecesRoot().orElseThrow();
      var layer = layers.get(root);
      if (layer != null) {
        int width = info.pieceLength() / MerkleTree.BLOCK;
        return new PieceDigest.Merkle(size, width, layer.pieceHash(info.pieceWithinFile(piece)));
      }
      if (!info.format().hasV1()) {
        return new PieceDigest.Merkle(size, MerkleTree.widthFor(size), root);
      }
    }
    byte[] expected = info.v1PieceHash(piece).orElseThrow();
    return new PieceDigest.Sha1(size, info.v1Padding(piece), expected);
  }
}
