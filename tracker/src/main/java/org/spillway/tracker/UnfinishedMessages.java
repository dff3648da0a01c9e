package org.spillway.tracker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how much memory the beginnings of unfinished messages take, in all sockets together. Safe
 * for use by many threads.
 */
final class UnfinishedMessages {
  /** The limit in bytes: 256 sockets may be in the middle of the longest message. */
  static final int MOST = 16 * 1024 * 1024;

  private final AtomicInteger kept = new AtomicInteger();

  /**
   * Reserves room for a part of a message.
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

  /** Releases room that {@link #keep} reserved. */
  void drop(int bytes) {
    kept.addAndGet(-bytes);
  }
}
