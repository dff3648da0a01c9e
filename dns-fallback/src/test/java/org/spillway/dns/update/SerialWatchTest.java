package org.spillway.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SerialWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong time = new AtomicLong();
  private final SerialWatch watch = new SerialWatch(HOUR, time::get);

  @Test
  void wentBack_sameGrownLower() {
    assertThat(watch.wentBack(0xF000_0000L)).isFalse();
    assertThat(watch.wentBack(0xF000_0000L)).isFalse();
    assertThat(watch.wentBack(0xF000_0001L)).isFalse();
    assertThat(watch.wentBack(0xF000_0000L)).isTrue();
    assertThat(watch.wentBack(0xF000_0000L)).isFalse();
  }

  /** RFC 1982 §3: after the last number comes 0. */
  @Test
  void wentBack_overTheEnd() {
    assertThat(watch.wentBack(0xFFFF_FFFFL)).isFalse();
    assertThat(watch.wentBack(3)).isFalse();
    assertThat(watch.wentBack(0xFFFF_FFFFL)).isTrue();
  }

  @Test
  void isDue_beforeAndAfterALook() {
    assertThat(watch.isDue()).isTrue();
    watch.wentBack(1);
    assertThat(watch.isDue()).isFalse();
    time.addAndGet(HOUR.toNanos());
    assertThat(watch.isDue()).isFalse();
    time.addAndGet(1);
    assertThat(watch.isDue()).isTrue();
  }
}
