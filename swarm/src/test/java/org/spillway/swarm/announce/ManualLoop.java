package org.spillway.swarm.announce;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.TreeSet;

/** A loop whose clock stands still until a test moves it. */
final class ManualLoop implements AnnounceLoop {
  /** A clock may begin anywhere, also just before it overflows. */
  private static final long START = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

  private final Deque<Runnable> soon = new ArrayDeque<>();
  private final TreeSet<Timer> timers =
      new TreeSet<>(
          Comparator.comparingLong((Timer timer) -> timer.at - START)
              .thenComparingLong(timer -> timer.number));
  private long now = START;
  private long numbers;

  private record Timer(long at, long number, Runnable task) {}

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void execute(Runnable task) {
    soon.add(task);
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    var timer = new Timer(now + Math.max(0, delay.toNanos()), numbers++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Runs what is to run now. */
  void run() {
    advance(Duration.ZERO);
  }

  /** Lets time pass, and runs what is to run meanwhile, each task at its own time. */
  void advance(Duration time) {
    long end = now + time.toNanos();
    runSoon();
    while (!timers.isEmpty() && timers.first().at - end <= 0) {
      var timer = timers.pollFirst();
      now = timer.at;
      timer.task.run();
      runSoon();
    }
    now = end;
  }

  private void runSoon() {
    while (!soon.isEmpty()) {
      soon.poll().run();
    }
  }

  /** Returns the time since the start. */
  Duration elapsed() {
    return Duration.ofNanos(now - START);
  }

  /** Returns the number of timers that are set. */
  int timers() {
    return timers.size();
  }
}
