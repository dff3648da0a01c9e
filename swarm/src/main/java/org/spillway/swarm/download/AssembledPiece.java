package org.spillway.swarm.download;

/** A piece whose blocks have all arrived, and which is to be verified and kept. */
public final class AssembledPiece {
  private final Download download;
  private final OpenPiece piece;

  AssembledPiece(Download download, OpenPiece piece) {
    this.download = download;
    this.piece = piece;
  }

  /**
   * Verifies the piece and keeps it if it is right; must be called once. It takes time and may wait
   * for a disk.
   */
  public void settle() {
    download.settle(piece);
  }
}
