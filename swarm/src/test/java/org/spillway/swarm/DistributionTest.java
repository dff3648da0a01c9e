package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.Samples.host;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which pieces peers are offered; what one peer may have on its way is in LeecherTest. */
class DistributionTest {
  private static final int PIECES = 100;
  private static final UploadSettings THRIFTY = new UploadSettings(UploadGoal.THRIFTY, 2);

  /** Overflows after a while. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3));

  private Distribution distribution(UploadSettings settings) {
    return new Distribution(
        PIECES, Samples.PIECE_LENGTH, settings, now::get, new Random(9), () -> {});
  }

  private void pass(int seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static void hasAll(Leecher leecher) {
    IntStream.range(0, PIECES).forEach(leecher::has);
  }

  /** It takes what it is offered, until it is offered nothing more. */
  private static Set<Integer> takeAll(Leecher leecher) {
    Set<Integer> taken = new HashSet<>();
    for (var offers = leecher.nextOffers(true);
        !offers.isEmpty();
        offers = leecher.nextOffers(true)) {
      for (int piece : offers) {
        assertThat(taken.add(piece)).as("offered for the first time").isTrue();
        leecher.requested(piece, Samples.PIECE_LENGTH);
        leecher.has(piece);
      }
    }
    return taken;
  }

  @Test
  void greet_alone_everything() {
    var distribution = distribution(UploadSettings.DEFAULT);
    var first = Leecher.join(distribution, host(1));
    assertThat(first.greet().isEmpty()).isFalse();
    assertThat(first.nextOffers(true)).isEmpty();
    assertThat(Leecher.join(distribution, host(2)).greet().isEmpty()).isTrue();
  }

  @Test
  void greet_aloneAgain_everything() {
    var distribution = distribution(THRIFTY);
    Leecher.join(distribution, host(1)).leave();
    assertThat(Leecher.join(distribution, host(2)).greet().isEmpty()).isFalse();
  }

  @Test
  void nextOffers_second_whatNobodyHasOrIsSent() {
    var distribution = distribution(UploadSettings.DEFAULT);
    var first = Leecher.join(distribution, host(1));
    first.greet();
    IntStream.range(0, 40).forEach(piece -> first.requested(piece, Samples.PIECE_LENGTH));
    IntStream.range(0, 20).forEach(first::has);
    IntStream.range(90, 95).forEach(first::has);
    var second = Leecher.join(distribution, host(2));
    second.greet();
    var offers = second.nextOffers(true);
    assertThat(offers).isNotEmpty().doesNotHaveDuplicates();
    assertThat(offers).allMatch(piece -> piece >= 40 && (piece < 90 || piece >= 95));
  }

  @Test
  void nextOffers_twoLeechers_differentPieces() {
    var distribution = distribution(UploadSettings.DEFAULT);
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    var offers = first.nextOffers(true);
    assertThat(offers).isNotEmpty();
    assertThat(second.nextOffers(true)).isNotEmpty().doesNotContainAnyElementsOf(offers);
  }

  @Test
  void nextOffers_neverWhatItHasOrWasOffered() {
    var distribution = distribution(UploadSettings.DEFAULT);
    var other = Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    IntStream.range(0, 30).forEach(leecher::has);
    hasAll(other);
    assertThat(takeAll(leecher))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(30, PIECES).boxed().toList());
    assertThat(leecher.isComplete()).isTrue();
  }

  @Test
  void nextOffers_rarestFirst() {
    var distribution = distribution(UploadSettings.DEFAULT);
    IntStream.rangeClosed(1, 3)
        .mapToObj(Samples::host)
        .map(peer -> Leecher.join(distribution, peer))
        .forEach(
            leecher ->
                IntStream.range(0, PIECES).filter(piece -> piece != 42).forEach(leecher::has));
    assertThat(Leecher.join(distribution, host(9)).nextOffers(true)).startsWith(42);
  }

  @Test
  void nextOffers_thrifty_countsCopiesOnTheirWay() {
    var distribution = distribution(THRIFTY);
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    var third = Leecher.join(distribution, host(3));
    IntStream.range(1, PIECES).forEach(first::has);
    IntStream.range(1, PIECES).forEach(second::has);
    assertThat(first.nextOffers(true)).containsExactly(0);
    assertThat(second.nextOffers(true)).containsExactly(0);
    assertThat(third.nextOffers(true)).as("two copies are on their way").isEmpty();
    first.has(0);
    second.has(0);
    assertThat(third.nextOffers(true)).as("two copies are there").isEmpty();
  }

  @Test
  void nextOffers_thrifty_holderLeaves() {
    var distribution = distribution(THRIFTY);
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    var third = Leecher.join(distribution, host(3));
    IntStream.range(0, 50).forEach(first::has);
    hasAll(second);
    IntStream.range(50, PIECES).forEach(third::has);
    assertThat(third.nextOffers(true)).isEmpty();
    first.leave();
    assertThat(takeAll(third))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void nextOffers_thrifty_oneThatWasSentPiecesLeaves() {
    var distribution = distribution(new UploadSettings(UploadGoal.THRIFTY, 1));
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    IntStream.range(1, PIECES).forEach(second::has);
    assertThat(first.nextOffers(true)).contains(0);
    assertThat(second.nextOffers(true)).isEmpty();
    first.leave();
    assertThat(second.nextOffers(true)).containsExactly(0);
  }

  @Test
  void nextOffers_thrifty_aPieceThatDoesNotArrive() {
    var distribution = distribution(new UploadSettings(UploadGoal.THRIFTY, 1));
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    IntStream.range(1, PIECES).forEach(first::has);
    IntStream.range(1, PIECES).forEach(second::has);
    assertThat(first.nextOffers(true)).containsExactly(0);
    assertThat(second.nextOffers(true)).isEmpty();
    pass(60);
    assertThat(first.nextOffers(true)).isEmpty();
    assertThat(second.nextOffers(true)).containsExactly(0);
  }

  /** A peer that has everything ends the connection, because we have nothing to give each other. */
  @Test
  void nextOffers_thrifty_completePeersShareOn() {
    var distribution = distribution(THRIFTY);
    var other = Leecher.join(distribution, host(1));
    for (int number = 2; number <= 3; number++) {
      var complete = Leecher.join(distribution, host(number));
      hasAll(complete);
      complete.leave();
    }
    assertThat(distribution.copies()).isEqualTo(2);
    assertThat(other.nextOffers(true)).isEmpty();
    distribution.stopped(host(2));
    distribution.stopped(host(3));
    assertThat(distribution.copies()).isZero();
    assertThat(other.nextOffers(true)).isNotEmpty();
  }

  @Test
  void copies_completePeer_untilItWasNotHeardOfForLong() {
    var distribution = distribution(THRIFTY);
    var complete = Leecher.join(distribution, host(1));
    hasAll(complete);
    complete.leave();
    assertThat(distribution.copies()).isEqualTo(1);
    pass(600);
    assertThat(distribution.copies()).isZero();
  }

  @Test
  void copies_completePeer_comesBackWithNothing() {
    var distribution = distribution(THRIFTY);
    var complete = Leecher.join(distribution, host(1));
    hasAll(complete);
    complete.leave();
    Leecher.join(distribution, host(1));
    assertThat(distribution.copies()).isZero();
  }

  @Test
  void copies_ofTheRarestPieceAndTheShareOfOthers() {
    var distribution = distribution(UploadSettings.DEFAULT);
    assertThat(distribution.copies()).isZero();
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    IntStream.range(0, 25).forEach(first::has);
    assertThat(distribution.copies()).isEqualTo(0.25);
    IntStream.range(25, PIECES).forEach(second::has);
    assertThat(distribution.copies()).isEqualTo(1);
    IntStream.range(0, 10).forEach(second::has);
    IntStream.range(0, 10).forEach(second::has);
    assertThat(distribution.copies()).isEqualTo(1.1);
    second.leave();
    second.leave();
    assertThat(distribution.copies()).isEqualTo(0.25);
  }

  @Test
  void isConnected_andHasOthers() {
    var distribution = distribution(UploadSettings.DEFAULT);
    var first = Leecher.join(distribution, host(1));
    var again = Leecher.join(distribution, host(1));
    assertThat(distribution.isConnected(host(1))).isTrue();
    assertThat(distribution.isConnected(host(2))).isFalse();
    assertThat(distribution.hasOthers(host(1))).isFalse();
    assertThat(distribution.hasOthers(host(2))).isTrue();
    first.leave();
    assertThat(distribution.isConnected(host(1))).isTrue();
    again.leave();
    assertThat(distribution.isConnected(host(1))).isFalse();
  }

  /** Peers come, ask, tell and go in any order: nothing is counted twice or left behind. */
  @Test
  void anyOrder_countsAreRight() {
    long seed = 20261129;
    System.out.println("DistributionTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      var goal = round % 2 == 0 ? UploadGoal.FAST : UploadGoal.THRIFTY;
      var distribution = distribution(new UploadSettings(goal, 1));
      var leechers =
          IntStream.range(0, 5).mapToObj(n -> Leecher.join(distribution, host(n))).toList();
      for (int step = 0; step < 500; step++) {
        now.addAndGet(random.nextLong(TimeUnit.SECONDS.toNanos(1)));
        act(leechers.get(random.nextInt(5)), random);
      }
      // Nobody may be complete, or it would be taken to share on.
      assertThat(leechers).noneMatch(Leecher::isComplete);
      leechers.forEach(Leecher::leave);
      assertThat(distribution.copies()).isZero();
      var last = Leecher.join(distribution, host(9));
      assertThat(Leecher.join(distribution, host(8)).greet().isEmpty()).isTrue();
      assertThat(takeAll(last)).as("nothing is on its way any longer").hasSize(PIECES);
    }
  }

  private static void act(Leecher leecher, Random random) {
    int piece = random.nextInt(PIECES - 1);
    switch (random.nextInt(4)) {
      case 0 -> leecher.has(piece);
      case 1 -> leecher.requested(piece, Samples.PIECE_LENGTH);
      case 2 -> leecher.sent(Samples.PIECE_LENGTH);
      default -> assertThat(leecher.nextOffers(random.nextBoolean())).doesNotHaveDuplicates();
    }
  }

  @Test
  void settings_default() {
    assertThat(List.of(UploadSettings.DEFAULT.goal(), UploadSettings.DEFAULT.copies()))
        .isEqualTo(List.of(UploadGoal.FAST, 1));
  }
}
