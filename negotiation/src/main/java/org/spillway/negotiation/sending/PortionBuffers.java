package org.spillway.negotiation.sending;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.spillway.negotiation.answers.BodyTransfer;

/**
 * Lends the buffers into which portions of bodies are read. One portion of 512 KiB costs up to a
 * third less to send than four of 128 KiB, but a slow client keeps its buffer for long: so large
 * buffers are few, and only for clients that read quickly. A client that has stopped reading keeps
 * its buffer as long as others are left; when none is left, the transfer that has been idle for
 * longest is ended. Safe for use by many threads.
 */
public final class PortionBuffers {
  static final int SMALL = BodyTransfer.PORTION;

  /**
   * The size of a large buffer, in bytes. It is half of the second-level cache of a usual core, so
   * that what was read is still in there.
   */
  public static final int LARGE = 512 * 1024;

  static final int LARGE_BUFFERS = 64;

  /** The speed below which a client is slow: 10 MB/s. */
  private static final long NANOS_PER_BYTE = 100;

  /** The time after which a client that has taken nothing may lose its buffer to another one. */
  static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  /**
   * The least time between two searches for an idle transfer, because a look at thousands of
   * buffers takes a while.
   */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final BufferPool small;
  private final BufferPool large;
  private final LongSupplier nanoTime;
  private final Set<Buffer> taken = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastLook;

  /**
   * @param nanoTime as {@link System#nanoTime}
   * @param small at a time
   * @param large at a time
   */
  public PortionBuffers(LongSupplier nanoTime, int small, int large) {
    this.nanoTime = nanoTime;
    this.lastLook = new AtomicLong(nanoTime.getAsLong() - BETWEEN_LOOKS.toNanos());
    this.small = new BufferPool(SMALL, small);
    this.large = new BufferPool(LARGE, large);
  }

  /**
   * Returns buffers that take three quarters of the memory that the JVM has for direct buffers by
   * default. The rest is left for the container, which needs some even to refuse a client.
   */
  public static PortionBuffers ofThisMachine() {
    long bytes = Runtime.getRuntime().maxMemory() / 4 * 3 - (long) LARGE_BUFFERS * LARGE;
    int small = (int) Math.min(Math.max(bytes / SMALL, LARGE_BUFFERS), Integer.MAX_VALUE);
    return new PortionBuffers(System::nanoTime, small, LARGE_BUFFERS);
  }

  /**
   * Returns a small buffer, or nothing if all are taken: then the transfer that has been idle for
   * longest is told to end, so that a client that asks again can get its buffer.
   */
  Optional<Buffer> take() {
    var buffer = small.take();
    if (buffer.isEmpty()) {
      endMostIdle();
    }
    return buffer.map(Buffer::new);
  }

  private void endMostIdle() {
    long now = nanoTime.getAsLong();
    long before = lastLook.get();
    if (now - before < BETWEEN_LOOKS.toNanos() || !lastLook.compareAndSet(before, now)) {
      return;
    }
    taken.stream()
        .filter(buffer -> now - buffer.since > IDLE_LIMIT.toNanos())
        .max(Comparator.comparingLong(buffer -> now - buffer.since))
        .ifPresent(Buffer::end);
  }

  /** The buffer of one transfer. For one thread at a time; other threads may end the transfer. */
  final class Buffer implements AutoCloseable {
    private ByteBuffer buffer;
    private volatile long since = nanoTime.getAsLong();
    private volatile Runnable end = () -> {};

    private Buffer(ByteBuffer buffer) {
      this.buffer = buffer;
      taken.add(this);
    }

    /**
     * @param end is run by another thread if the buffer is needed while the client is idle; it must
     *     close the buffer as soon as nothing is read from it any more
     */
    void whenNeeded(Runnable end) {
      this.end = end;
    }

    /** Ends the transfer, once. */
    private void end() {
      taken.remove(this);
      end.run();
    }

    ByteBuffer bytes() {
      return buffer;
    }

    /**
     * Returns a buffer for the next portion, in place of the one before.
     *
     * @param sent bytes of the portion before, which are gone
     * @param left bytes that are still to be sent
     */
    ByteBuffer next(long sent, long left) {
      long now = nanoTime.getAsLong();
      boolean isQuick = now - since < sent * NANOS_PER_BYTE;
      since = now;
      if (isLarge() && !isQuick) {
        small.take().ifPresent(this::moveTo);
      } else if (!isLarge() && isQuick && left > SMALL) {
        large.take().ifPresent(this::moveTo);
      }
      return buffer;
    }

    private void moveTo(ByteBuffer other) {
      giveBack();
      buffer = other;
    }

    private void giveBack() {
      (isLarge() ? large : small).giveBack(buffer);
    }

    private boolean isLarge() {
      return buffer.capacity() == LARGE;
    }

    /** Gives the buffer back; nothing may be read into it after that. */
    @Override
    public void close() {
      taken.remove(this);
      giveBack();
    }
  }
}
