package org.spillway.tracker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Opens stores; only this class knows which kinds there are. */
final class SwarmStores {
  /** The name of the store in the memory of this process. */
  static final String MEMORY = "memory:";

  private SwarmStores() {}

  /**
   * Opens a store.
   *
   * @param store {@code memory:}
   * @param timeout how long after its last announce a peer is dropped
   * @param limits the limits of what the store takes
   * @param clock a clock in seconds, from any moment on, that never runs backwards
   * @throws IllegalArgumentException if there is no such kind of store
   */
  static SwarmStore open(String store, Duration timeout, TrackerLimits limits, LongSupplier clock) {
    if (store.equals(MEMORY)) {
      return new MemorySwarmStore(timeout, limits, clock);
    }
    throw new IllegalArgumentException("store must be " + MEMORY + ", was " + store);
  }
}
