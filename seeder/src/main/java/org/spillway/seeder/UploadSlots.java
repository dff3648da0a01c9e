package org.spillway.seeder;

import java.util.ArrayDeque;
import java.util.Deque;

/** Who may download. Safe for use by many threads. */
final class UploadSlots {

  /** Waits for a slot. */
  interface Waiter {
    /**
     * Has got a slot and must give it back, sooner or later. Called on any thread, and must only
     * pass it on to its own.
     */
    void slotGranted();
  }

  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private int free;

  UploadSlots(int slots) {
    this.free = slots;
  }

  /** Takes a slot if one is free; else the waiter hears of it when it gets one. */
  synchronized boolean take(Waiter waiter) {
    if (free > 0) {
      free--;
      return true;
    }
    waiting.add(waiter);
    return false;
  }

  synchronized void giveBack() {
    var next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.slotGranted();
    }
  }

  /** False if it was granted a slot already, about which it will hear. */
  synchronized boolean stopWaiting(Waiter waiter) {
    return waiting.remove(waiter);
  }
}
