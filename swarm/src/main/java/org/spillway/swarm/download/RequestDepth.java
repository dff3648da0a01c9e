package org.spillway.swarm.download;

import java.util.function.LongSupplier;
import org.spillway.swarm.TransferRate;
import org.spillway.torrent.peer.Request;

/**
 * Decides how many blocks to have asked one peer for. The number follows the rate of the peer, so
 * that a link with a long way is kept busy (its bandwidth-delay product) and a slow peer keeps few
 * blocks from others. Guarded by the {@link Download}.
 */
final class RequestDepth {
  private static final int FIRST = 32;
  private static final int LEAST = 4;

  /** The number of requests that peers keep if they name no other number (BEP 10). */
  private static final int USUAL = 250;

  private static final int MOST = 1000;

  /** The time for which a peer is given work; some peers answer only twice a second. */
  private static final double SECONDS = 3;

  private final LongSupplier nanoTime;
  private final TransferRate rate;
  private int limit = USUAL;
  private int depth = FIRST;
  private long lastBlock;

  RequestDepth(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastBlock = nanoTime.getAsLong();
    this.rate = new TransferRate(lastBlock);
  }

  void limit(int most) {
    limit = Math.max(LEAST, Math.min(most, MOST));
    depth = Math.min(depth, limit);
  }

  /** Begins with few requests: the peer may have become slower. */
  void restart() {
    depth = Math.min(limit, FIRST);
    waiting();
  }

  /** Notes that the peer is asked for something while it owed nothing. */
  void waiting() {
    lastBlock = nanoTime.getAsLong();
  }

  /** Notes a block. The number doubles with each round trip until it is what the rate needs. */
  void arrived(int bytes) {
    lastBlock = nanoTime.getAsLong();
    rate.add(bytes, lastBlock);
    double needed = rate.perSecond(lastBlock) * SECONDS / Request.BLOCK_LENGTH;
    if (depth < needed || depth < FIRST) {
      depth = Math.min(limit, depth + 1);
    } else {
      depth = Math.max(LEAST, depth - 1);
    }
  }

  void overdue() {
    depth = LEAST;
    waiting();
  }

  /** Returns the most requests to have outstanding. */
  int most() {
    return depth;
  }

  /** Returns the number of outstanding requests at which more are sent, several in one write. */
  int refillAt() {
    return depth - Math.max(1, depth / 4);
  }

  long silence() {
    return nanoTime.getAsLong() - lastBlock;
  }

  double rate() {
    return rate.perSecond(nanoTime.getAsLong());
  }
}
