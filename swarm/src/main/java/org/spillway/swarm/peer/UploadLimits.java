package org.spillway.swarm.peer;

import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.RateLimiter;

/**
 * Limits how much is uploaded, and to how many peers at a time.
 *
 * @param rate the rate of all peers together
 * @param perTorrent the most bytes per second to the peers of one torrent together; 0 sets no limit
 * @param perPeer the most bytes per second to one peer; 0 sets no limit
 * @param slots how many peers may download at a time; 0 allows as many as the rate fills
 * @param order the order in which peers get a slot
 */
public record UploadLimits(
    RateLimiter rate, long perTorrent, long perPeer, int slots, ChokerOrder order) {

  /** The limits that limit nothing; there are as many slots as the rate fills. */
  public static final UploadLimits NONE =
      new UploadLimits(RateLimiter.unlimited(), 0, 0, 0, ChokerOrder.ROUND_ROBIN);

  public UploadLimits {
    if (perTorrent < 0 || perPeer < 0 || slots < 0) {
      throw new IllegalArgumentException(
          "perTorrent, perPeer and slots must be 0 or more, were %d, %d and %d"
              .formatted(perTorrent, perPeer, slots));
    }
  }
}
