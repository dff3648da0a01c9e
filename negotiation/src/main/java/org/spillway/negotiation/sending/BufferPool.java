package org.spillway.negotiation.sending;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Lends direct buffers of one size, and uses them again. Safe for use by many threads. */
final class BufferPool {
  /** More than these are left to the garbage collector. */
  private static final int IDLE = 256;

  private final int size;
  private final Semaphore left;
  private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param size in bytes
   * @param most that are given out at a time
   */
  BufferPool(int size, int most) {
    this.size = size;
    this.left = new Semaphore(most);
  }

  /** Returns a buffer, or nothing if the limit is reached or there is no memory for another one. */
  Optional<ByteBuffer> take() {
    if (!left.tryAcquire()) {
      return Optional.empty();
    }
    var buffer = idle.poll();
    if (buffer == null) {
      return allocate();
    }
    count.decrementAndGet();
    return Optional.of(buffer.clear());
  }

  private Optional<ByteBuffer> allocate() {
    try {
      return Optional.of(ByteBuffer.allocateDirect(size));
    } catch (OutOfMemoryError e) {
      // Only direct memory is used up, which has a limit of its own.
      left.release();
      return Optional.empty();
    }
  }

  void giveBack(ByteBuffer buffer) {
    if (count.incrementAndGet() <= IDLE) {
      idle.add(buffer);
    } else {
      count.decrementAndGet();
    }
    left.release();
  }
}
