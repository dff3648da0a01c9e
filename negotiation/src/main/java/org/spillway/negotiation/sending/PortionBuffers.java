package org.spillway.negotiation.sending;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.spillway.catalog.memory.SendBuffer;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.negotiation.answers.BodyTransfer;

/**
 * Lends the buffers into which portions of bodies are read. One portion of 512 KiB costs up to a
 * third less to send than four of 128 KiB, but a slow client keeps its buffer for long: so large
 * buffers are only for clients that read quickly, while memory is plenty. Safe for use by many
 * threads.
 */
public final class PortionBuffers {
  /** The size of a buffer while memory is short, in bytes. */
  static final int LEAST = 32 * 1024;

  /** The size of a buffer for a client that lets us send nothing now, in bytes. */
  static final int NARROW = 4 * 1024;

  static final int SMALL = BodyTransfer.PORTION;

  /**
   * The size of a large buffer, in bytes. It is half of the second-level cache of a usual core, so
   * that what was read is still in there.
   */
  public static final int LARGE = 512 * 1024;

  /** The speed below which a client is slow: 10 MB/s. */
  private static final long NANOS_PER_BYTE = 100;

  private final SendBuffers memory;
  private final LongSupplier nanoTime;

  /**
   * @param memory the memory, which everything that sends content shares
   * @param nanoTime as {@link System#nanoTime}
   */
  public PortionBuffers(SendBuffers memory, LongSupplier nanoTime) {
    this.memory = memory;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns a buffer, or nothing if there is none for this client now. While memory is short, there
   * is none for a client that lets us send nothing.
   *
   * @param client the client; those that are equal count as one
   * @param window returns how many bytes the client lets us send now, by the flow control of HTTP/2
   */
  Optional<Buffer> take(Object client, IntSupplier window) {
    int now = window.getAsInt();
    return now <= 0 && memory.isShort()
        ? Optional.empty()
        : memory
            .borrow(narrowed(usual(), now), client)
            .map(buffer -> new Buffer(buffer, client, window));
  }

  /** Returns a size that holds no more than the client lets us send, so that it does not wait. */
  private static int narrowed(int size, int window) {
    return Math.min(size, Math.max(NARROW, window));
  }

  /**
   * Returns a buffer for a text, of which it can hold all, or as much as may be borrowed at a time.
   *
   * @param length the length of the text, in bytes
   */
  Optional<Buffer> take(Object client, int length) {
    return memory
        .borrow(Math.min(length, SendBuffers.LARGEST), client)
        .map(buffer -> new Buffer(buffer, client, () -> Integer.MAX_VALUE));
  }

  private int usual() {
    return memory.isShort() ? LEAST : SMALL;
  }

  /** The buffer of one transfer. For one thread at a time; other threads may end the transfer. */
  final class Buffer implements AutoCloseable {
    private final Object client;
    private final IntSupplier window;
    private SendBuffer buffer;
    private long since = nanoTime.getAsLong();
    private IntSupplier taken = () -> 0;
    private Runnable end = () -> {};

    private Buffer(SendBuffer buffer, Object client, IntSupplier window) {
      this.buffer = buffer;
      this.client = client;
      this.window = window;
    }

    /**
     * @param taken returns how much of the portion the client has taken
     * @param end is run by another thread if the memory is needed while the client takes nothing;
     *     it must close the buffer as soon as nothing is read from it any more
     */
    void whenNeeded(IntSupplier taken, Runnable end) {
      this.taken = taken;
      this.end = end;
      buffer.whenNeeded(taken, end);
    }

    /** Says that the client can take nothing now, until the next {@link #whenNeeded}. */
    void busy() {
      buffer.busy();
    }

    ByteBuffer bytes() {
      return buffer.bytes();
    }

    /**
     * Returns a buffer for the next portion, in place of the one before.
     *
     * @param sent the bytes of the portion before, which have been sent
     * @param left the bytes that are still to be sent
     */
    ByteBuffer next(long sent, long left) {
      long now = nanoTime.getAsLong();
      boolean isQuick = now - since < sent * NANOS_PER_BYTE;
      since = now;
      buffer.progressed();
      int length = buffer.bytes().capacity();
      int wanted = narrowed(wanted(length, isQuick, left), window.getAsInt());
      if (wanted != length) {
        moveTo(wanted);
      }
      return buffer.bytes();
    }

    private int wanted(int length, boolean isQuick, long left) {
      if (length == LARGE && (!isQuick || memory.isShort())) {
        return usual();
      }
      boolean mayGrow = length < LARGE && isQuick && left > SMALL && !memory.isShort();
      return mayGrow ? LARGE : Math.max(length, LEAST);
    }

    /** Changes the size if there is memory for it. */
    private void moveTo(int length) {
      memory
          .borrow(length, client)
          .ifPresent(
              other -> {
                buffer.close();
                buffer = other;
                other.whenNeeded(taken, end);
              });
    }

    /** Gives the buffer back; nothing may be read into it after that. */
    @Override
    public void close() {
      buffer.close();
    }
  }
}
