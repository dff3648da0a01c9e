package org.spillway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {
  @Test
  void newThread_numbered() {
    var threads = new DaemonThreads("job");
    assertThat(threads.newThread(() -> {}).getName()).isEqualTo("job-1");
    var second = threads.newThread(() -> {});
    assertThat(second.getName()).isEqualTo("job-2");
    assertThat(second.isDaemon()).isTrue();
  }

  @Test
  void newThread_ofAnotherClass() {
    final class Special extends Thread {
      Special(Runnable task, String name) {
        super(task, name);
      }
    }
    var thread = new DaemonThreads("job", Special::new).newThread(() -> {});
    assertThat(thread).isInstanceOf(Special.class);
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void single() {
    var thread = DaemonThreads.single("job", () -> {});
    assertThat(thread.getName()).isEqualTo("job");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
  }

  @Test
  void join_waitsForAll() {
    var threads = new DaemonThreads("job");
    var end = new CountDownLatch(1);
    var waiting = threads.newThread(() -> awaitUninterruptibly(end));
    waiting.start();
    var releasing = threads.newThread(end::countDown);
    releasing.start();
    threads.join();
    assertThat(waiting.isAlive()).isFalse();
    assertThat(releasing.isAlive()).isFalse();
  }

  @Test
  void enduring_taskThrows_isRunAgain() {
    var runs = new AtomicInteger();
    var task =
        DaemonThreads.enduring(
            "the test",
            () -> {
              if (runs.incrementAndGet() == 1) {
                throw new OutOfMemoryError("on purpose");
              }
            });
    task.run();
    task.run();
    assertThat(runs).hasValue(2);
  }

  /** Those that were not started cannot be waited for. */
  @Test
  void join_withoutThreads() {
    var threads = new DaemonThreads("job");
    var unused = threads.newThread(() -> {});
    threads.join();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static void awaitUninterruptibly(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
