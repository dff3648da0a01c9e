package org.spillway.swarm.upload;

import java.util.concurrent.atomic.LongAdder;

/** Counts what one peer is sent of one torrent. Called on event loops, it must return at once. */
public interface UploadMeter {
  /** Counts blocks that were sent, which have so many bytes in all. */
  void sent(int blocks, int bytes);

  /** Counts a request that was rejected or dropped. */
  void rejected();

  /** Returns a meter that only adds up bytes. */
  static UploadMeter of(LongAdder sum) {
    return new UploadMeter() {
      @Override
      public void sent(int blocks, int bytes) {
        sum.add(bytes);
      }

      @Override
      public void rejected() {}
    };
  }
}
