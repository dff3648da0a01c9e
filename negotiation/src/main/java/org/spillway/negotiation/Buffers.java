package org.spillway.negotiation;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Direct buffers of one size to be used again. Safe for use by many threads. */
final class Buffers {
  /** More than these are left to the garbage collector. */
  private static final int IDLE = 256;

  private final int size;
  private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param size in bytes
   */
  Buffers(int size) {
    this.size = size;
  }

  ByteBuffer take() {
    var buffer = idle.poll();
    if (buffer == null) {
      return ByteBuffer.allocateDirect(size);
    }
    count.decrementAndGet();
    return buffer.clear();
  }

  void giveBack(ByteBuffer buffer) {
    if (count.incrementAndGet() <= IDLE) {
      idle.add(buffer);
    } else {
      count.decrementAndGet();
    }
  }
}
