package org.spillway.seeder;

import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.RateLimiter;

/**
 * How much goes to peers, and to how many at a time.
 *
 * @param rate the rate of all peers together
 * @param perTorrent bytes a second to the peers of one torrent together; 0 for no limit
 * @param perPeer bytes a second to one peer; 0 for no limit
 * @param slots how many peers may download at a time; 0 for as many as the rate fills
 */
public record UploadLimits(
    RateLimiter rate, long perTorrent, long perPeer, int slots, ChokerOrder order) {

  /** No limit, and as many slots as the rate fills. */
  public static final UploadLimits NONE =
      new UploadLimits(RateLimiter.unlimited(), 0, 0, 0, ChokerOrder.ROUND_ROBIN);

  public UploadLimits {
    if (perTorrent < 0 || perPeer < 0 || slots < 0) {
      throw new IllegalArgumentException(
          "limits must be 0 or more, were %d per torrent, %d per peer, %d slots"
              .formatted(perTorrent, perPeer, slots));
    }
  }
}
