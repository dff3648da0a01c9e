package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000;

  /** Close to where the clock of a machine overflows. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 2 * SECOND);

  private TokenBucket bucket(long rate) {
    return new TokenBucket(rate, now::get);
  }

  @Test
  void reserve_aTenthOfASecond_thenAtTheRate() {
    var bucket = bucket(1000);
    assertThat(bucket.reserve(100)).isZero();
    assertThat(bucket.reserve(1000)).isEqualTo(SECOND);
    now.addAndGet(SECOND / 2);
    assertThat(bucket.reserve(0)).isEqualTo(SECOND / 2);
    now.addAndGet(SECOND / 2);
    assertThat(bucket.reserve(0)).isZero();
  }

  @Test
  void reserve_idleTime_isNotSaved() {
    var bucket = bucket(1000);
    now.addAndGet(3600 * SECOND);
    assertThat(bucket.reserve(1100)).isEqualTo(SECOND);
  }

  @Test
  void reserve_oneAfterTheOther_exactOverTenSeconds() {
    for (long rate : new long[] {10_000, 1_000_000, 50_000_000, 1_250_000_000}) {
      var bucket = bucket(rate);
      long end = now.get() + 10 * SECOND;
      long sent = 0;
      for (long delay = 0; now.addAndGet(delay) - end <= 0; sent += bucket.portion()) {
        delay = bucket.reserve(bucket.portion());
      }
      // The last one is later than that.
      assertThat(sent - bucket.portion()).isBetween(rate * 95 / 10, rate * 105 / 10);
    }
  }

  @Test
  void portion_bounds() {
    assertThat(bucket(1).portion()).isEqualTo(16 * 1024);
    assertThat(bucket(2_000_000).portion()).isEqualTo(100_000);
    assertThat(bucket(Long.MAX_VALUE).portion()).isEqualTo(512 * 1024);
  }

  @Test
  void isOver_whenTheNextOneWaitsForMoreThanASecond() {
    var bucket = bucket(1000);
    assertThat(bucket.reserve(1000)).isPositive();
    assertThat(bucket.isOver()).isFalse();
    assertThat(bucket.reserve(1)).isPositive();
    assertThat(bucket.isOver()).isTrue();
    now.addAndGet(SECOND / 1000);
    assertThat(bucket.isOver()).isFalse();
  }
}
