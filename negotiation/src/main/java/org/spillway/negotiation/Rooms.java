package org.spillway.negotiation;

import java.nio.ByteBuffer;
import java.util.Optional;
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

  private final Buffers small;
  private final Buffers large;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime as {@link System#nanoTime}
   * @param small at a time
   * @param large at a time
   */
  Rooms(LongSupplier nanoTime, int small, int large) {
    this.nanoTime = nanoTime;
    this.small = new Buffers(SMALL, small);
    this.large = new Buffers(LARGE, large);
  }

  /**
   * Three quarters of what the JVM has for direct buffers, unless it is told otherwise. The rest is
   * for the container: it needs some to refuse a client, too.
   */
  static Rooms ofThisMachine() {
    long bytes = Runtime.getRuntime().maxMemory() / 4 * 3 - (long) LARGE_ONES * LARGE;
    int small = (int) Math.min(Math.max(bytes / SMALL, LARGE_ONES), Integer.MAX_VALUE);
    return new Rooms(System::nanoTime, small, LARGE_ONES);
  }

  /** A small one to begin with; absent if all are taken. */
  Optional<Room> take() {
    return small.take().map(Room::new);
  }

  /** Of one transfer, for one thread at a time. */
  final class Room implements AutoCloseable {
    private ByteBuffer buffer;
    private long since = nanoTime.getAsLong();

    private Room(ByteBuffer buffer) {
      this.buffer = buffer;
    }

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
        small.take().ifPresent(this::moveTo);
      } else if (!isLarge() && quick && left > SMALL) {
        large.take().ifPresent(this::moveTo);
      }
      return buffer;
    }

    private void moveTo(ByteBuffer other) {
      close();
      buffer = other;
    }

    private boolean isLarge() {
      return buffer.capacity() == LARGE;
    }

    /** Nothing may be read into it from then on. */
    @Override
    public void close() {
      (isLarge() ? large : small).giveBack(buffer);
    }
  }
}
