package org.spillway.swarm.download;

/** The order in which pieces are fetched. */
public enum PieceOrder {
  /** The pieces that the fewest peers have come first, which is best for the swarm. */
  RAREST_FIRST,
  /** The pieces come from the first to the last, for somebody who reads along. */
  SEQUENTIAL
}
