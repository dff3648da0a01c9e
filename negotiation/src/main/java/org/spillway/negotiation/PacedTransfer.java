package org.spillway.negotiation;

import java.util.List;
import java.util.function.LongSupplier;
import org.spillway.negotiation.sending.Permit;

/**
 * Lets one transfer wait for all rates that limit it, one after the other: it reserves bytes at the
 * next rate when its turn at the one before has come, so that no transfer at a fast limit waits for
 * one at a slow limit. For one thread at a time.
 */
final class PacedTransfer {
  private final List<Pace> paces;
  private final LongSupplier nanoTime;

  /** The number of rates at which the next bytes were reserved. */
  private int entered;

  /** The time at which the turn at the last of them comes. */
  private long turn;

  PacedTransfer(List<Pace> paces, LongSupplier nanoTime) {
    this.paces = paces;
    this.nanoTime = nanoTime;
  }

  boolean isPaced() {
    return !paces.isEmpty();
  }

  /** Returns how many nanoseconds to wait; see {@link Permit#delay}. */
  long delay(int bytes) {
    if (paces.isEmpty()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    while (entered == 0 || turn - now <= 0) {
      if (entered == paces.size()) {
        entered = 0;
        return 0;
      }
      turn = now + paces.get(entered++).reserve(bytes);
    }
    return turn - now;
  }

  /** Counts bytes that are sent without waiting, so that others wait for them. */
  void count(int bytes) {
    paces.forEach(pace -> pace.reserve(bytes));
  }

  int portion() {
    int portion = Integer.MAX_VALUE;
    for (Pace pace : paces) {
      portion = Math.min(portion, pace.portion());
    }
    return portion;
  }
}
