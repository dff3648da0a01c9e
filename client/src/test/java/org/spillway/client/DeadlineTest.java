package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The last one is shortly before the clock becomes negative. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5_000_000, Long.MAX_VALUE - 5_000_000})
  void isOver_onceTheTimeHasPassed(long start) {
    var time = new AtomicLong(start);
    var deadline = Deadline.after(SECOND, time::get);
    time.addAndGet(SECOND.toNanos() - 1);
    assertThat(deadline.isOver()).isFalse();
    time.addAndGet(1);
    assertThat(deadline.isOver()).isTrue();
  }

  @Test
  void leftMillis_neverNegative() {
    var time = new AtomicLong();
    var deadline = Deadline.after(SECOND, time::get);
    assertThat(deadline.leftMillis()).isEqualTo(1000);
    time.addAndGet(600_500_000);
    assertThat(deadline.leftMillis()).as("whole milliseconds").isEqualTo(399);
    time.addAndGet(SECOND.toNanos());
    assertThat(deadline.leftMillis()).isZero();
  }
}
