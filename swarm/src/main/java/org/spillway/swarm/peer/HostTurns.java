package org.spillway.swarm.peer;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.spillway.swarm.Host;

/**
 * Shares the time of an event loop between hosts: a peer that sends many messages at once hands on
 * after some of them, and each host has one turn before any has another one. Otherwise a host with
 * many connections would have many turns. Safe for use by many threads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks fail only when the event loop has ended
final class HostTurns {
  private final Map<EventExecutor, OfLoop> loops = new HashMap<>();

  /**
   * Runs a task on the event loop when its host has its next turn.
   *
   * @param loop the event loop that this is called on
   */
  void await(EventExecutor loop, Host host, Runnable task) {
    of(loop).add(host, task);
  }

  private synchronized OfLoop of(EventExecutor loop) {
    return loops.computeIfAbsent(loop, OfLoop::new);
  }

  /** Holds the tasks of one event loop, which alone uses it. */
  private static final class OfLoop {
    private final EventExecutor loop;
    private final Map<Host, Deque<Runnable>> tasks = new LinkedHashMap<>();

    OfLoop(EventExecutor loop) {
      this.loop = loop;
    }

    void add(Host host, Runnable task) {
      boolean isFirst = tasks.isEmpty();
      tasks.computeIfAbsent(host, unknown -> new ArrayDeque<>()).add(task);
      if (isFirst) {
        schedule();
      }
    }

    /** Lets the event loop look at its sockets first, as a task that it runs at once would not. */
    private void schedule() {
      loop.schedule(this::runOne, 0, TimeUnit.NANOSECONDS);
    }

    /** Runs one task of each host; what they add waits for the next turn. */
    private void runOne() {
      Deque<Runnable> turn = new ArrayDeque<>();
      tasks.values().forEach(ofHost -> turn.add(ofHost.remove()));
      tasks.values().removeIf(Deque::isEmpty);
      if (!tasks.isEmpty()) {
        schedule();
      }
      turn.forEach(Runnable::run);
    }
  }
}
