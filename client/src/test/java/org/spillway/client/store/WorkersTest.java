package org.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void run_eachNumberOnce() throws Exception {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Workers.run(1000, seen::add);
    assertThat(seen).hasSize(1000);
    Workers.run(0, number -> seen.add(-1));
    assertThat(seen).hasSize(1000);
  }

  @Test
  void run_endsWhenOneSaysSo() throws Exception {
    var count = new AtomicInteger();
    Workers.run(1_000_000, number -> count.incrementAndGet() < 10);
    assertThat(count.get()).isLessThan(1000);
  }

  @Test
  void run_failure() {
    var count = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.run(
                    1_000_000,
                    number -> {
                      count.incrementAndGet();
                      if (number == 7) {
                        throw new IOException("seven");
                      }
                      return true;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("seven");
    assertThat(count.get()).isLessThan(1_000_000);
    assertThatThrownBy(
            () ->
                Workers.run(
                    1,
                    number -> {
                      throw new IllegalArgumentException("bad");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("bad");
  }

  /** The threads that work are not interrupted, which would close their files. */
  @Test
  void run_interrupted() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var interrupts = new AtomicInteger();
    var waiting =
        new Thread(
            () -> {
              try {
                Workers.run(
                    1_000_000,
                    number -> {
                      begun.countDown();
                      try {
                        goOn.await();
                      } catch (InterruptedException e) {
                        interrupts.addAndGet(100);
                      }
                      return true;
                    });
              } catch (InterruptedException e) {
                interrupts.incrementAndGet();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    waiting.start();
    begun.await();
    waiting.interrupt();
    goOn.countDown();
    waiting.join(60_000);
    assertThat(waiting.isAlive()).isFalse();
    assertThat(interrupts.get()).isEqualTo(1);
  }
}
