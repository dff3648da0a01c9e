package org.spillway.negotiation;

import java.util.List;
import java.util.function.LongSupplier;
import org.spillway.negotiation.sending.Permit;

/**
 * The places of one transfer in the lines of all limits that hold for it: it gets into the next one
 * when its turn in the one before has come, so that nobody at a fast limit waits for a slow one.
 * For one thread at a time.
 */
final class Turns {
  private final List<Pace> lines;
  private final LongSupplier nanoTime;

  /** How many lines were entered for the bytes that are to be sent now. */
  private int entered;

  /** When the turn in the last of them comes. */
  private long turn;

  Turns(List<Pace> lines, LongSupplier nanoTime) {
    this.lines = lines;
    this.nanoTime = nanoTime;
  }

  boolean areLimited() {
    return !lines.isEmpty();
  }

  /** See {@link Permit#delay}. */
  long delay(int bytes) {
    if (lines.isEmpty()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    while (entered == 0 || turn - now <= 0) {
      if (entered == lines.size()) {
        entered = 0;
        return 0;
      }
      turn = now + lines.get(entered++).reserve(bytes);
    }
    return turn - now;
  }

  /** Counts bytes that leave without a turn of their own, so that others wait for them. */
  void count(int bytes) {
    lines.forEach(line -> line.reserve(bytes));
  }

  int portion() {
    int portion = Integer.MAX_VALUE;
    for (Pace line : lines) {
      portion = Math.min(portion, line.portion());
    }
    return portion;
  }
}
