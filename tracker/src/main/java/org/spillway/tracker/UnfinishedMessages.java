package org.spillway.tracker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how much memory the beginnings of messages take that are not whole yet, in all sockets
 * together. Safe for use by many threads.
 */
final class UnfinishedMessages {
  /** In bytes: so many that 256 sockets may be in the middle of the longest message. */
  static final int MOST = 16 * 1024 * 1024;

  private final AtomicInteger kept = new AtomicInteger();

  /**
   * Takes room for a part of a message.
   *
   * @return false if there is no room for it now
   */
  boolean keep(int bytes) {
    if (kept.addAndGet(bytes) <= MOST) {
      return true;
    }
    kept.addAndGet(-bytes);
    return false;
  }

  /** Gives room back that {@link #keep} took. */
  void drop(int bytes) {
    kept.addAndGet(-bytes);
  }
}
