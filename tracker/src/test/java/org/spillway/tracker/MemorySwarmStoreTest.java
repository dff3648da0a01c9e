package org.spillway.tracker;

import java.time.Duration;

class MemorySwarmStoreTest extends SwarmStoreContract {

  @Override
  SwarmStore open(Duration timeout, FakeClock clock) {
    return SwarmStores.open("memory:", timeout, clock);
  }
}
