package org.spillway.catalog.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Direct memory that grows up to a limit and is used again: the system clears new memory, which
 * costs more than to fill it. For one thread at a time.
 */
final class Slabs {
  static final int SLAB = 1024 * 1024;

  private final int most;
  private final DirectMemory system;
  private final List<Slab> slabs = new ArrayList<>();

  /**
   * @param bytes the limit; at least one slab is there in any case
   */
  Slabs(long bytes, DirectMemory system) {
    this.most = (int) Math.max(1, Math.min(bytes / SLAB, Integer.MAX_VALUE));
    this.system = system;
  }

  /** A run of pages that is lent. */
  record Run(Slab slab, int start, int pages) {
    ByteBuffer bytes() {
      return slab.bytes(start, pages);
    }

    int length() {
      return pages * Slab.PAGE;
    }

    void giveBack() {
      slab.giveBack(start, pages);
    }
  }

  /** Returns the limit in bytes. */
  long size() {
    return (long) most * SLAB;
  }

  /**
   * Returns a run of at least so many bytes, or nothing if there is none. Runs lie as far to the
   * front as they fit, where the memory is that was used last.
   *
   * @param length in bytes, at most {@link #SLAB}
   */
  Optional<Run> take(int length) {
    int pages = (length + Slab.PAGE - 1) / Slab.PAGE;
    for (Slab slab : slabs) {
      int start = slab.take(pages);
      if (start >= 0) {
        return Optional.of(new Run(slab, start, pages));
      }
    }
    return grow() ? take(length) : Optional.empty();
  }

  private boolean grow() {
    if (slabs.size() == most || !system.has(SLAB)) {
      return false;
    }
    slabs.add(new Slab(SLAB));
    return true;
  }
}
