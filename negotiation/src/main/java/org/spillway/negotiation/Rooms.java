package org.spillway.negotiation;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * What portions are read into. One of 512 KiB costs up to a third less to send than four of 128
 * KiB, but a slow client keeps its own for long: so large rooms are few, and only for clients that
 * take what they get quickly. Safe for use by many threads.
 */
final class Rooms {
  static final int SMALL = Transfer.PORTION;

  /** In bytes. Half of the second-level cache of a usual core: what was read is still in there. */
  static final int LARGE = 512 * 1024;

  static final int LARGE_ONES = 64;

  /** Slower than that, 10 MB/s, is slow. */
  private static final long NANOS_PER_BYTE = 100;

  private final Buffers small = new Buffers(SMALL);
  private final Buffers large = new Buffers(LARGE);
  private final Semaphore largeOnes = new Semaphore(LARGE_ONES);
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Rooms(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A small one to begin with. */
  Room take() {
    return new Room();
  }

  /** Of one transfer, for one thread at a time. */
  final class Room implements AutoCloseable {
    private ByteBuffer buffer = small.take();
    private long since = nanoTime.getAsLong();

    private Room() {}

    ByteBuffer buffer() {
      return buffer;
    }

    /**
     * Room for the next portion, in place of the one before.
     *
     * @param sent bytes of the portion before, which are gone
     * @param left bytes that are still to be sent
     */
    ByteBuffer next(long sent, long left) {
      long now = nanoTime.getAsLong();
      boolean quick = now - since < sent * NANOS_PER_BYTE;
      since = now;
      if (isLarge() && !quick) {
        close();
        buffer = small.take();
      } else if (!isLarge() && quick && left > SMALL && largeOnes.tryAcquire()) {
        close();
        buffer = large.take();
      }
      return buffer;
    }

    private boolean isLarge() {
      return buffer.capacity() == LARGE;
    }

    /** Nothing may be read into it from then on. */
    @Override
    public void close() {
      if (isLarge()) {
        large.giveBack(buffer);
        largeOnes.release();
      } else {
        small.giveBack(buffer);
      }
    }
  }
}
