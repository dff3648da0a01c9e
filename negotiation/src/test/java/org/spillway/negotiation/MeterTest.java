package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = -5 * SECOND;

  @Test
  void isOver_aSecondsWorthAtOnce_isNotTooMuch() {
    var meter = new Meter(1000, START);
    meter.sent(1000, START);
    assertThat(meter.isOver(START)).isFalse();
    meter.sent(1, START);
    assertThat(meter.isOver(START)).isTrue();
  }

  @Test
  void isOver_atTheLimit_isNever() {
    var meter = new Meter(1000, START);
    for (int i = 1; i <= 100; i++) {
      meter.sent(100, START + i * SECOND / 10);
      assertThat(meter.isOver(START + i * SECOND / 10)).isFalse();
    }
  }

  @Test
  void isOver_excess_isForgivenAfterASecond() {
    var meter = new Meter(1000, START);
    meter.sent(Long.MAX_VALUE, START);
    assertThat(meter.isOver(START + SECOND - 1)).isTrue();
    assertThat(meter.isOver(START + SECOND)).isFalse();
  }

  @Test
  void isOver_idleTime_isNotSaved() {
    var meter = new Meter(1000, START);
    long later = START + 3600 * SECOND;
    meter.sent(1001, later);
    assertThat(meter.isOver(later)).isTrue();
  }

  @Test
  void isOver_noLimit_isNever() {
    var meter = new Meter(0, START);
    meter.sent(Long.MAX_VALUE, START);
    assertThat(meter.isOver(START)).isFalse();
  }
}
