package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedTransferTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong now = new AtomicLong();
  private final TokenBucket own = new TokenBucket(1000, now::get);
  private final TokenBucket shared = new TokenBucket(2000, now::get);
  private final PacedTransfer pacing = new PacedTransfer(List.of(own, shared), now::get);

  @Test
  void delay_noLimits_never() {
    var free = new PacedTransfer(List.of(), now::get);
    assertThat(free.delay(Integer.MAX_VALUE)).isZero();
    assertThat(free.isPaced()).isFalse();
    assertThat(free.portion()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void delay_askedAgain_isWhatIsLeft() {
    assertThat(pacing.delay(1100)).isEqualTo(SECOND);
    now.addAndGet(SECOND / 4);
    assertThat(pacing.delay(1100)).isEqualTo(3 * SECOND / 4);
  }

  @Test
  void delay_ofASlowLimit_keepsNobodyWaitingAtTheNext() {
    assertThat(pacing.delay(1100)).isEqualTo(SECOND);
    assertThat(shared.reserve(200)).isZero();
  }

  @Test
  void delay_afterTheFirstLimit_theNextHolds() {
    assertThat(pacing.delay(1100)).isEqualTo(SECOND);
    now.addAndGet(SECOND);
    assertThat(shared.reserve(2000)).isEqualTo(9 * SECOND / 10);
    assertThat(pacing.delay(1100)).isEqualTo(1_450_000_000);
    now.addAndGet(1_450_000_000);
    assertThat(pacing.delay(1100)).isZero();
    assertThat(pacing.delay(100)).as("the next bytes get in line again").isEqualTo(50_000_000);
  }

  @Test
  void count_atAllLimits() {
    pacing.count(2100);
    assertThat(own.reserve(0)).isEqualTo(2 * SECOND);
    assertThat(shared.reserve(0)).isEqualTo(19 * SECOND / 20);
  }

  @Test
  void portion_isTheLeast() {
    var fast = new TokenBucket(100_000_000, now::get);
    assertThat(new PacedTransfer(List.of(fast, own), now::get).portion()).isEqualTo(16 * 1024);
  }
}
