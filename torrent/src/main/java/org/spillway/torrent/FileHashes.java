package org.spillway.torrent;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that one pass over a file finds out for its torrent; made by {@link FileHasher}. */
public final class FileHashes {
  private final TorrentFormat format;
  private final long length;
  private final int pieceLength;
  private final Sha256 sha256;
  private final byte[] v1Pieces;
  private final @Nullable Sha256 piecesRoot;
  private final @Nullable PieceLayer pieceLayer;

  FileHashes(
      TorrentFormat format,
      long length,
      int pieceLength,
      Sha256 sha256,
      byte[] v1Pieces,
      @Nullable Sha256 piecesRoot,
      @Nullable PieceLayer pieceLayer) {
    this.format = format;
    this.length = length;
    this.pieceLength = pieceLength;
    this.sha256 = sha256;
    this.v1Pieces = v1Pieces;
    this.piecesRoot = piecesRoot;
    this.pieceLayer = pieceLayer;
  }

  public TorrentFormat format() {
    return format;
  }

  /** Returns the length of the file, in bytes. */
  public long length() {
    return length;
  }

  /** Returns the length of a piece, in bytes. */
  public int pieceLength() {
    return pieceLength;
  }

  /** Returns the SHA-256 of the whole file. */
  public Sha256 sha256() {
    return sha256;
  }

  /** Returns the SHA-1 of each piece, 20 bytes a piece; empty without v1. */
  public byte[] v1Pieces() {
    return v1Pieces.clone();
  }

  /** Returns the root of the merkle tree; empty without v2 and for an empty file. */
  public Optional<Sha256> piecesRoot() {
    return Optional.ofNullable(piecesRoot);
  }

  /**
   * Returns the piece layer; empty without v2 and for a file of at most one piece, whose root is
   * enough (BEP 52).
   */
  public Optional<PieceLayer> pieceLayer() {
    return Optional.ofNullable(pieceLayer);
  }
}
