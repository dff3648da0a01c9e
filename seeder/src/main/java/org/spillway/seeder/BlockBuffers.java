package org.spillway.seeder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for blocks on their way from the disk to a socket. Long ones are kept and used again: an
 * allocator would fetch and clear their memory time after time, which costs more than to fill it.
 * Safe for use by many threads.
 */
final class BlockBuffers implements AutoCloseable {
  /**
   * How many bytes the longest buffer has. From 256 KiB to 1 MiB the cost of a byte hardly differs;
   * what a peer that stops reading costs in memory does.
   */
  static final int LONGEST = 512 * 1024;

  /** Shorter ones are for peers that may be slow, and are as long as they need to be. */
  private static final int SHORT = LONGEST / 4;

  /** How many long ones are kept when nobody needs them: 64 MiB, if that many were ever needed. */
  private static final int KEPT = 128;

  /** The one used last, which is the likeliest to be in a cache, is used next. */
  private final Deque<ByteBuf> idle = new ArrayDeque<>();

  private boolean closed;

  /**
   * An empty buffer, to be given back.
   *
   * @param length the room that it must have, at most {@link #LONGEST}
   */
  ByteBuf take(int length) {
    if (length <= SHORT) {
      return Unpooled.directBuffer(length, length);
    }
    ByteBuf known = poll();
    return known == null ? Unpooled.directBuffer(LONGEST, LONGEST) : known;
  }

  private synchronized @Nullable ByteBuf poll() {
    return idle.poll();
  }

  /** Takes the caller's reference. */
  synchronized void giveBack(ByteBuf buffer) {
    boolean inUse = buffer.refCnt() > 1;
    if (inUse || closed || buffer.capacity() < LONGEST || idle.size() >= KEPT) {
      buffer.release();
    } else {
      idle.push(buffer.clear());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(ByteBuf::release);
    idle.clear();
  }
}
