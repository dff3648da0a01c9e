package org.spillway.swarm.download;

/** Verifies pieces. Called by several threads at a time; it takes time. */
@FunctionalInterface
public interface PieceCheck {
  /** Returns whether the bytes are those of the piece. */
  boolean verify(int piece, byte[] bytes);
}
