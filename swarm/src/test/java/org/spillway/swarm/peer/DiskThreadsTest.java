package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskThreadsTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);

  private void hang() {
    running.incrementAndGet();
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void review_allThreadsStuck_othersAreRead() {
    try (var disk = new DiskThreads(2, now::get)) {
      for (int i = 0; i < 3; i++) {
        disk.execute(this::hang);
      }
      await("two that hang").until(() -> running.get() == 2);
      disk.review();
      assertThat(running).hasValue(2);
      now.addAndGet(DiskThreads.STUCK.toNanos());
      disk.review();
      await("the third").until(() -> running.get() == 3);
      var done = new CountDownLatch(1);
      disk.execute(done::countDown);
      await("another file").until(() -> done.getCount() == 0);
      answer.countDown();
    }
  }
}
