package org.spillway.tracker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The one place that knows which kinds of store there are. */
final class SwarmStores {
  /** Keeps swarms in the memory of this process. */
  static final String MEMORY = "memory:";

  private SwarmStores() {}

  /**
   * @param store {@code memory:}
   * @param timeout after which a peer that is not heard of is dropped
   * @param limits of what the store takes in
   * @param clock seconds from any moment on; never runs backwards
   * @throws IllegalArgumentException for any other kind of store
   */
  static SwarmStore open(String store, Duration timeout, TrackerLimits limits, LongSupplier clock) {
    if (store.equals(MEMORY)) {
      return new MemorySwarmStore(timeout, limits, clock);
    }
    throw new IllegalArgumentException("store must be " + MEMORY + ", was " + store);
  }
}
