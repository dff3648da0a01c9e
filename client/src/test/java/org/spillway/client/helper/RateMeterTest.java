package org.spillway.client.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private final AtomicLong now = new AtomicLong();
  private final RateMeter meter = new RateMeter(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void rate_steady() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMillis(100));
      meter.add(1000);
    }
    assertThat(meter.rate()).isBetween(9_500L, 10_500L);
  }

  @Test
  void rate_fallsWhenNothingComes() {
    meter.add(10_000);
    pass(Duration.ofSeconds(4));
    assertThat(meter.rate()).isEqualTo(2500);
    pass(Duration.ofSeconds(2));
    assertThat(meter.rate()).isZero();
  }

  @Test
  void reset_forgets() {
    meter.add(10_000);
    meter.reset();
    assertThat(meter.rate()).isZero();
  }
}
