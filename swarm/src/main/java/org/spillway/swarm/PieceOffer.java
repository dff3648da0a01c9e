package org.spillway.swarm;

/** A piece that was offered to a leecher. Guarded by the {@link Distribution}. */
final class PieceOffer {
  private final long time;
  private final boolean counts;
  private long requested;

  /**
   * Makes an offer of which nothing was requested yet.
   *
   * @param time the time when the piece was offered, in nanoseconds
   * @param counts whether it counts as a copy, which others need not be offered
   */
  PieceOffer(long time, boolean counts) {
    this.time = time;
    this.counts = counts;
  }

  long time() {
    return time;
  }

  boolean counts() {
    return counts;
  }

  /** Returns how many bytes of the piece were requested. */
  long requested() {
    return requested;
  }

  void request(int bytes) {
    requested += bytes;
  }
}
