package org.spillway.swarm;

/** A piece that was offered to a leecher. Guarded by the {@link Distribution}. */
final class PieceOffer {
  private final long time;
  private long requested;

  /**
   * Makes an offer of which nothing was requested yet.
   *
   * @param time the time when the piece was offered, in nanoseconds
   */
  PieceOffer(long time) {
    this.time = time;
  }

  long time() {
    return time;
  }

  /** Returns how many bytes of the piece were requested. */
  long requested() {
    return requested;
  }

  void request(int bytes) {
    requested += bytes;
  }
}
