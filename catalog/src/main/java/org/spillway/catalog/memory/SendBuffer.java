package org.spillway.catalog.memory;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Memory that one transfer has borrowed. For one thread at a time; another one may tell the
 * transfer to end.
 */
public final class SendBuffer implements AutoCloseable {
  /** Hears of the use of what it lent. */
  interface Owner {
    void progressed(SendBuffer buffer);

    void giveBack(SendBuffer buffer);
  }

  private final Owner owner;
  private final Object client;
  private final Slabs.Run run;
  private final ByteBuffer bytes;
  private volatile IntSupplier taken = () -> 0;

  /** Null while the transfer itself is at work, and its client can take nothing. */
  private volatile @Nullable Runnable end;

  /** How much had been taken at the last look. */
  private int lastTaken;

  /** The time of the last look that found more taken than the look before. */
  private long progressed;

  private boolean ending;
  private boolean closed;

  SendBuffer(Owner owner, Object client, Slabs.Run run, int length, long now) {
    this.owner = owner;
    this.client = client;
    this.run = run;
    this.bytes = run.bytes().limit(length).slice();
    this.progressed = now;
  }

  /** Returns the memory, of the length that was asked for; it must not be used after the end. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Says how to end the transfer when its memory is needed and its client takes nothing.
   *
   * @param taken returns a number that changes when the client has taken bytes; called by any
   *     thread
   * @param end is run by any thread, once at most; it must close this buffer as soon as nothing is
   *     read into it or sent from it any more
   */
  public void whenNeeded(IntSupplier taken, Runnable end) {
    this.taken = taken;
    progressed();
    this.end = end;
  }

  /**
   * Says that the client can take nothing now, because the transfer reads from a disk or waits for
   * its turn: until the next {@link #whenNeeded} it is not told to end.
   */
  public void busy() {
    end = null;
  }

  /** Says that the client has taken all, and that the buffer is used for what comes next. */
  public void progressed() {
    owner.progressed(this);
  }

  /** Gives the memory back. A second call has no effect. */
  @Override
  public void close() {
    owner.giveBack(this);
  }

  Object client() {
    return client;
  }

  Slabs.Run run() {
    return run;
  }

  int length() {
    return run.length();
  }

  Optional<Runnable> end() {
    return Optional.ofNullable(end);
  }

  /** Returns true the first time. Guarded by the lock of the owner, as are the methods below. */
  boolean markEnding() {
    boolean first = !ending;
    ending = true;
    return first;
  }

  /** Returns true the first time. */
  boolean markClosed() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  void progressedAt(long now) {
    lastTaken = taken.getAsInt();
    progressed = now;
  }

  /** Returns for how many nanoseconds the client has taken nothing, as far as looks could tell. */
  long stalledFor(long now) {
    int current = taken.getAsInt();
    if (current != lastTaken) {
      lastTaken = current;
      progressed = now;
    }
    return now - progressed;
  }
}
