package org.spillway.tracker;

import java.util.concurrent.atomic.LongAdder;

/** Counts what came in through one door. Safe for use by many threads. */
final class DoorCounters {
  final LongAdder announces = new LongAdder();
  final LongAdder scrapes = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder malformed = new LongAdder();

  TrackerStats.Door snapshot() {
    return new TrackerStats.Door(announces.sum(), scrapes.sum(), refused.sum(), malformed.sum());
  }
}
