package org.spillway.swarm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Callers that send as fast as they are let, by a clock that jumps from one's turn to the next. */
final class RateCallers {
  private final AtomicLong now;
  private long late;

  RateCallers(AtomicLong now) {
    this.now = now;
  }

  void wakeLateBy(long nanos) {
    late = nanos;
  }

  private final class Caller {
    private final RateLimiter limiter;
    private final int size;
    private RateLimiter.Reservation reservation;
    private long wakes;
    private long sent;

    Caller(RateLimiter limiter, int size) {
      this.limiter = limiter;
      this.size = size;
      this.reservation = limiter.reserve(size);
      this.wakes = now.get();
    }

    /** Sends until there is something to wait for. */
    void wake() {
      long delay = reservation.delay();
      while (delay == 0) {
        sent += size;
        reservation = limiter.reserve(size);
        delay = reservation.delay();
      }
      wakes = now.get() + delay + late;
    }
  }

  /**
   * Returns how much the callers of one limiter, each with a size of its own, have sent by then.
   */
  long[] run(long nanos, RateLimiter limiter, int... sizes) {
    var callers = IntStream.of(sizes).mapToObj(size -> new Caller(limiter, size)).toList();
    return new long[] {run(nanos, callers)};
  }

  /** Returns how much the callers of each limiter, as many as given, have sent by then. */
  long[] run(long nanos, List<RateLimiter> limiters, int callersOfEach, int size) {
    var groups = limiters.stream().map(limiter -> new ArrayList<Caller>()).toList();
    for (int i = 0; i < callersOfEach; i++) {
      for (int group = 0; group < groups.size(); group++) {
        groups.get(group).add(new Caller(limiters.get(group), size));
      }
    }
    run(nanos, groups.stream().flatMap(List::stream).toList());
    return groups.stream().mapToLong(RateCallers::sent).toArray();
  }

  private long run(long nanos, List<Caller> callers) {
    long start = now.get();
    var turns = new PriorityQueue<Caller>(Comparator.comparingLong(c -> c.wakes - start));
    turns.addAll(callers);
    for (var next = turns.remove(); next.wakes - start <= nanos; next = turns.remove()) {
      now.accumulateAndGet(next.wakes, (a, b) -> a - b < 0 ? b : a);
      next.wake();
      turns.add(next);
    }
    now.set(start + nanos);
    return sent(callers);
  }

  private static long sent(List<Caller> callers) {
    return callers.stream().mapToLong(caller -> caller.sent).sum();
  }
}
