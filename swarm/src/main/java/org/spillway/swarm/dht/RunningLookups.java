package org.spillway.swarm.dht;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Runs a bounded number of lookups at a time, and lets others wait. For one thread. */
final class RunningLookups {
  /** The most lookups that wait. */
  static final int MOST_WAITING = 1000;

  private final int most;
  private final List<Lookup> running = new ArrayList<>();
  private final Deque<Lookup> waiting = new ArrayDeque<>();

  /**
   * Makes a place without lookups.
   *
   * @param most the most that run at a time
   */
  RunningLookups(int most) {
    this.most = most;
  }

  /** Returns how many lookups run. */
  int size() {
    return running.size();
  }

  /** Returns whether another lookup would begin at once. */
  boolean hasRoom() {
    return running.size() < most && waiting.isEmpty();
  }

  /**
   * Begins a lookup as soon as there is room.
   *
   * @return false if too many wait already
   */
  boolean run(Lookup lookup) {
    if (waiting.size() >= MOST_WAITING) {
      return false;
    }
    waiting.add(lookup);
    beginWaiting();
    return true;
  }

  /** Begins a lookup at once, whatever else runs. */
  void runNow(Lookup lookup) {
    running.add(lookup);
    lookup.step();
  }

  private void beginWaiting() {
    while (running.size() < most && !waiting.isEmpty()) {
      runNow(waiting.remove());
    }
  }

  /** Returns a lookup of a place that runs now. */
  Optional<Lookup> find(NodeId target) {
    return running.stream()
        .filter(lookup -> lookup.target().equals(target) && !lookup.hasEnded())
        .findFirst();
  }

  /** Goes on where it is possible. */
  void tick() {
    List.copyOf(running).forEach(Lookup::step);
    running.removeIf(Lookup::hasEnded);
    beginWaiting();
  }
}
