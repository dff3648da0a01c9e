package org.spillway.swarm.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Host;

/**
 * Lends memory up to a limit, first come, first served. Peers that take nothing keep theirs until
 * their connection ends. Safe for use by many threads.
 */
public final class BoundedMemory implements BlockMemory {
  private final long most;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private long lent;

  /**
   * @param most the most bytes to lend at a time
   */
  public BoundedMemory(long most) {
    this.most = most;
  }

  @Override
  public Optional<Loan> borrow(int length, Host host) {
    synchronized (this) {
      if (lent + length > most) {
        return Optional.empty();
      }
      lent += length;
    }
    return Optional.of(new Borrowed(PooledByteBufAllocator.DEFAULT.directBuffer(length), length));
  }

  @Override
  public void await(Host host, Runnable again) {
    boolean free;
    synchronized (this) {
      free = lent == 0;
      if (!free) {
        waiting.add(again);
      }
    }
    if (free) {
      again.run();
    }
  }

  @Override
  public void review() {}

  private void giveBack(ByteBuf memory, int length) {
    memory.release();
    synchronized (this) {
      lent -= length;
    }
    boolean goOn = true;
    while (goOn) {
      goOn = wakeNext();
    }
  }

  /**
   * Calls back the next who waits.
   *
   * @return whether to call back another one: if nothing is lent, nobody will give anything back,
   *     because whoever was called needs nothing any more
   */
  private boolean wakeNext() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
    }
    if (next != null) {
      next.run();
    }
    synchronized (this) {
      return lent == 0 && !waiting.isEmpty();
    }
  }

  private final class Borrowed implements Loan {
    private final int length;
    private final ByteBuffer bytes;
    private @Nullable ByteBuf memory;

    Borrowed(ByteBuf memory, int length) {
      this.memory = memory;
      this.length = length;
      this.bytes = memory.nioBuffer(0, length);
    }

    @Override
    public ByteBuffer bytes() {
      return bytes;
    }

    @Override
    public void whenNeeded(IntSupplier taken, Runnable end) {}

    @Override
    public void busy() {}

    @Override
    public void close() {
      ByteBuf returned;
      synchronized (this) {
        returned = memory;
        memory = null;
      }
      if (returned != null) {
        giveBack(returned, length);
      }
    }
  }
}
