package org.spillway.tracker;

import java.time.Duration;

class MemorySwarmStoreTest extends SwarmStoreContract {

  @Override
  SwarmStore open(Duration timeout, TrackerLimits limits, FakeClock clock) {
    return SwarmStores.open("memory:", timeout, limits, clock);
  }
}
