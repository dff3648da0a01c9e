package org.spillway.catalog.usage;

import java.util.concurrent.atomic.LongAdder;

/** Counts what is sent under one key. Safe for use by many threads. */
public final class UsageCounter {
  private final LongAdder bytes = new LongAdder();
  private final LongAdder blocks = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  UsageCounter() {}

  /** Counts bytes of a body. */
  public void sent(long count) {
    bytes.add(count);
  }

  /** Counts blocks, which have so many bytes in all. */
  public void sentBlocks(int count, long length) {
    blocks.add(count);
    bytes.add(length);
  }

  /** Counts a request for a block that gets none. */
  public void rejected() {
    rejected.increment();
  }

  Usage sum() {
    return new Usage(bytes.sum(), blocks.sum(), rejected.sum());
  }
}
