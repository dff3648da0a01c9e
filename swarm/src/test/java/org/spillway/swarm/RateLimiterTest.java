package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000;
  private static final long TENTH = SECOND / 10;
  private static final int BLOCK = 16 * 1024;
  private static final Percentage FIVE_PERCENT = Percentage.withPercentage(5);

  /** Close to where the clock of a machine overflows. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5 * SECOND);

  private final RateCallers callers = new RateCallers(now);

  private RateLimiter limiter(long rate) {
    return RateLimiter.of(rate, now::get);
  }

  private RateLimiter limiter(long rate, RateLimiter parent) {
    return RateLimiter.of(rate, parent, now::get);
  }

  @Test
  void of_negativeRate() {
    assertThatThrownBy(() -> limiter(-1)).hasMessage("bytesPerSecond must be 0 or more, was -1");
  }

  @Test
  void of_noRate_isTheParent() {
    var parent = limiter(1000);
    assertThat(limiter(0, parent)).isSameAs(parent);
    assertThat(limiter(0)).isSameAs(RateLimiter.unlimited());
  }

  @Test
  void unlimited_neverWaits() {
    var limiter = RateLimiter.unlimited();
    for (int i = 0; i < 1000; i++) {
      assertThat(limiter.reserve(Integer.MAX_VALUE).delay()).isZero();
    }
    assertThat(limiter.isLimited()).isFalse();
    assertThat(limiter.portion()).isEqualTo(512 * 1024);
  }

  @Test
  void reserve_aBurst_thenAtTheRate() {
    var limiter = limiter(1_000_000);
    assertThat(limiter.reserve(100_000).delay()).isZero();
    assertThat(limiter.reserve(500_000).delay()).isEqualTo(SECOND / 2);
    assertThat(limiter.reserve(500_000).delay()).isEqualTo(SECOND);
  }

  @Test
  void reserve_idleTime_isNotSaved() {
    var limiter = limiter(1_000_000);
    now.addAndGet(3600 * SECOND);
    assertThat(limiter.reserve(1_000_000).delay()).isEqualTo(SECOND - TENTH);
  }

  @Test
  void reserve_aBlock_leavesAtOnceUnlessTheRateIsTiny() {
    assertThat(limiter(50_000).reserve(BLOCK).delay()).isZero();
    assertThat(limiter(BLOCK).reserve(BLOCK).delay()).isEqualTo(6 * TENTH);
  }

  @Test
  void delay_askedTooEarly_isWhatIsLeft() {
    var limiter = limiter(1_000_000);
    var reservation = limiter.reserve(1_100_000);
    now.addAndGet(SECOND / 4);
    assertThat(reservation.delay()).isEqualTo(3 * SECOND / 4);
    now.addAndGet(SECOND);
    assertThat(reservation.delay()).isZero();
  }

  @Test
  void portion_fiftyMillisecondsOfTheRate_lessInACrowd() {
    assertThat(limiter(1000).portion()).isEqualTo(BLOCK);
    assertThat(limiter(1_000_000_000).portion()).isEqualTo(512 * 1024);
    var limiter = limiter(4_000_000);
    assertThat(limiter.portion()).isEqualTo(200_000);
    var unused = limiter.reserve(1_600_000);
    assertThat(limiter.portion()).isEqualTo(100_000);
    assertThat(limiter(1_000_000_000, limiter).portion()).isEqualTo(100_000);
    assertThat(limiter(2_000_000, limiter).portion()).isEqualTo(100_000);
  }

  @Test
  void rate_manyCallersAndSizes_withinFivePercent() {
    long seed = 9;
    System.out.println("RateLimiterTest seed " + seed);
    var random = new Random(seed);
    for (long rate : List.of(50_000L, 1_000_000L, 50_000_000L, 1_250_000_000L)) {
      for (int count : List.of(1, 7, 100, 500)) {
        var limiter = limiter(rate);
        int[] sizes = random.ints(count, 1, limiter.portion()).toArray();
        long sent = callers.run(10 * SECOND, limiter, sizes)[0];
        // In the end each caller may still wait for what it has taken.
        assertThat(sent).as("%d callers at %d", count, rate).isCloseTo(10 * rate, FIVE_PERCENT);
      }
    }
  }

  @Test
  void rate_everyTenSeconds_idleGapsOrNot() {
    var limiter = limiter(2_000_000);
    for (int gap = 0; gap < 20; gap++) {
      now.addAndGet(gap * SECOND / 7);
      long sent = callers.run(10 * SECOND, limiter, BLOCK, 50_000, 100_000)[0];
      assertThat(sent).isCloseTo(20_000_000, FIVE_PERCENT);
    }
  }

  @Test
  void rate_callersThatWakeLate_loseNothing() {
    var limiter = limiter(2_000_000);
    callers.wakeLateBy(TENTH / 2);
    assertThat(callers.run(10 * SECOND, limiter, BLOCK)[0]).isCloseTo(20_000_000, FIVE_PERCENT);
  }

  @Test
  void order_isThatOfTheReservations() {
    var limiter = limiter(1_000_000);
    long[] delays =
        IntStream.range(0, 100).mapToLong(i -> limiter.reserve(BLOCK).delay()).toArray();
    assertThat(delays).isSorted();
  }

  @Test
  void reserve_manyThreads_everyByteCounts() {
    var limiter = limiter(1_000_000);
    Runnable work = () -> IntStream.range(0, 10_000).forEach(i -> limiter.reserve(100).delay());
    var threads = IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(work)).toList();
    threads.forEach(CompletableFuture::join);
    assertThat(limiter.reserve(100_000).delay()).isEqualTo(4 * SECOND);
  }

  @Test
  void parent_twoChildren_shareItFairly() {
    var parent = limiter(1_000_000);
    var children = List.of(limiter(900_000, parent), limiter(2_000_000, parent));
    long[] sent = callers.run(10 * SECOND, children, 20, BLOCK);
    assertThat(sent[0] + sent[1]).isCloseTo(10_000_000, FIVE_PERCENT);
    assertThat(sent[0]).isCloseTo(5_000_000, FIVE_PERCENT);
  }

  @Test
  void parent_slowChild_siblingGetsTheRest() {
    var parent = limiter(1_000_000);
    var children = List.of(limiter(100_000, parent), limiter(0, parent));
    long[] sent = callers.run(10 * SECOND, children, 15, BLOCK);
    assertThat(sent[0] + sent[1]).isCloseTo(10_000_000, FIVE_PERCENT);
    assertThat(sent[0]).isCloseTo(1_000_000, FIVE_PERCENT);
  }

  @Test
  void parent_callersOfAChildWaitForItsLimit_takeNothingAheadOfTime() {
    var parent = limiter(1_000_000);
    var child = limiter(100_000, parent);
    for (int i = 0; i < 500; i++) {
      assertThat(child.reserve(BLOCK).delay()).isEqualTo(i == 0 ? 0 : delayOfTurn(i));
    }
    // One of 500 blocks has had its turn: the rest of a burst of 100,000 bytes is open.
    assertThat(parent.reserve(100_000 - BLOCK).delay()).isZero();
    assertThat(parent.reserve(1000).delay()).isEqualTo(SECOND / 1000);
  }

  /**
   * Returns the wait at a child that sends a block every 163.84 ms, and has one block as its burst.
   */
  private static long delayOfTurn(int turn) {
    return turn * 163_840_000L;
  }

  @Test
  void parent_hasABacklog_holdsAfterTheChildsWait() {
    var parent = limiter(1_000_000);
    var child = limiter(500_000, parent);
    var reservation = child.reserve(550_000);
    assertThat(reservation.delay()).isEqualTo(SECOND);
    now.addAndGet(SECOND);
    var unused = parent.reserve(1_000_000);
    assertThat(reservation.delay()).isEqualTo(1_450_000_000);
    now.addAndGet(1_450_000_000);
    assertThat(reservation.delay()).isZero();
  }

  @Test
  void parent_ofAParent_allHold() {
    var all = limiter(1_000_000);
    var seeder = limiter(400_000, all);
    var children = List.of(limiter(100_000, seeder), limiter(0, seeder), limiter(0, all));
    long[] sent = callers.run(10 * SECOND, children, 10, BLOCK);
    assertThat(sent[0]).isCloseTo(1_000_000, FIVE_PERCENT);
    assertThat(sent[0] + sent[1]).isCloseTo(4_000_000, FIVE_PERCENT);
    assertThat(sent[0] + sent[1] + sent[2]).isCloseTo(10_000_000, FIVE_PERCENT);
  }
}
