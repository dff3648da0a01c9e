package org.spillway.swarm.peer;

import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the messages of one peer that ask for nothing new: each costs it a few bytes and us some
 * work. Used on the connection's event loop only.
 */
final class MessageBudget {
  /** The most at once: more than the requests that a choke can cross on the wire. */
  static final int BURST = 2000;

  /** The number that is allowed each second in the long run. */
  private static final int PER_SECOND = 100;

  private static final long NANOS_PER_MESSAGE = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

  private final Ticker ticker;

  /** The time at which the budget is full again; the past if it is. */
  private long full;

  MessageBudget(Ticker ticker) {
    this.ticker = ticker;
    this.full = ticker.nanoTime();
  }

  /** Counts a message, and returns false if it is one too many. */
  boolean spend() {
    long now = ticker.nanoTime();
    full = Math.max(full, now) + NANOS_PER_MESSAGE;
    return full - now <= BURST * NANOS_PER_MESSAGE;
  }
}
