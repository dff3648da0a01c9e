package org.spillway.client.helper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Measures the rate at which bytes arrive, over the last seconds. Not thread-safe. */
final class RateMeter {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final LongSupplier nanoTime;
  private final Deque<Slot> slots = new ArrayDeque<>();
  private long start;

  /** The bytes of a quarter of a second. */
  private record Slot(long start, long bytes) {}

  RateMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  void add(long bytes) {
    long now = nanoTime.getAsLong();
    var last = slots.peekLast();
    if (last != null && now - last.start < SLOT_NANOS) {
      slots.removeLast();
      slots.addLast(new Slot(last.start, last.bytes + bytes));
    } else {
      slots.addLast(new Slot(now, bytes));
    }
    forget(now);
  }

  private void forget(long now) {
    while (!slots.isEmpty() && now - slots.element().start > WINDOW_NANOS) {
      slots.remove();
    }
  }

  /** Returns the bytes a second. */
  long rate() {
    long now = nanoTime.getAsLong();
    forget(now);
    long bytes = slots.stream().mapToLong(Slot::bytes).sum();
    long nanos = Math.min(WINDOW_NANOS, Math.max(SLOT_NANOS, now - start));
    return (long) (bytes * 1e9 / nanos);
  }

  /** Forgets all bytes, because an attempt begins or has ended. */
  void reset() {
    slots.clear();
    start = nanoTime.getAsLong();
  }
}
