package org.spillway.catalog.memory;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** One piece of direct memory, which is lent in runs of pages. For one thread at a time. */
final class Slab {
  /** The unit of what is lent, in bytes. */
  static final int PAGE = 4 * 1024;

  private final ByteBuffer memory;
  private final int pages;
  private final BitSet lent;
  private int free;

  /**
   * @param size the size in bytes, a multiple of {@link #PAGE}
   */
  Slab(int size) {
    this.memory = ByteBuffer.allocateDirect(size);
    this.pages = size / PAGE;
    this.lent = new BitSet(pages);
    this.free = pages;
  }

  /** Returns the first page of a run that is lent from now on, or -1 if there is none so long. */
  int take(int count) {
    if (free < count) {
      return -1;
    }
    int start = lent.nextClearBit(0);
    while (start + count <= pages) {
      int end = lent.nextSetBit(start);
      if (end < 0 || end - start >= count) {
        lent.set(start, start + count);
        free -= count;
        return start;
      }
      start = lent.nextClearBit(end);
    }
    return -1;
  }

  /** Returns the bytes of a run of pages. */
  ByteBuffer bytes(int start, int count) {
    return memory.slice(start * PAGE, count * PAGE);
  }

  void giveBack(int start, int count) {
    lent.clear(start, start + count);
    free += count;
  }
}
