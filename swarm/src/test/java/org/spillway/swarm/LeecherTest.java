package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.Samples.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many bytes one peer may have on their way. The size of its window is not a promise. */
class LeecherTest {
  private static final int PIECES = 1_000;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3));

  private Distribution distribution(UploadGoal goal) {
    var settings = new UploadSettings(goal, 1);
    return new Distribution(
        PIECES, Samples.PIECE_LENGTH, settings, now::get, new Random(9), () -> {});
  }

  private void pass(int millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static void take(Leecher leecher, List<Integer> pieces) {
    for (int piece : pieces) {
      leecher.requested(piece, Samples.PIECE_LENGTH);
      leecher.sent(Samples.PIECE_LENGTH);
      leecher.has(piece);
    }
  }

  /** Blocks leave for it all the time, and no piece is whole. */
  private void takeSlowly(Leecher leecher, int seconds) {
    for (int second = 0; second < seconds; second++) {
      leecher.sent(1_500);
      pass(1_000);
    }
  }

  @Test
  void nextOffers_aFewAtATime() {
    var distribution = distribution(UploadGoal.FAST);
    Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    var offers = leecher.nextOffers(true);
    assertThat(offers).hasSizeBetween(1, PIECES / 10);
    assertThat(leecher.nextOffers(true)).as("its window is full").isEmpty();
    leecher.requested(offers.get(0), 16 * 1024);
    assertThat(leecher.nextOffers(true)).as("it asks for more than it was offered").hasSize(1);
  }

  @Test
  void has_makesRoom() {
    var distribution = distribution(UploadGoal.FAST);
    Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    var offers = leecher.nextOffers(true);
    take(leecher, offers.subList(0, 1));
    assertThat(leecher.nextOffers(true)).isNotEmpty().doesNotContainAnyElementsOf(offers);
  }

  @Test
  void nextOffers_choked_onePieceToStayInterested() {
    var distribution = distribution(UploadGoal.FAST);
    Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    assertThat(leecher.nextOffers(false)).hasSize(1);
    assertThat(leecher.nextOffers(false)).isEmpty();
  }

  @Test
  void nextOffers_fastLeecher_larger() {
    var distribution = distribution(UploadGoal.FAST);
    Leecher.join(distribution, host(1));
    var slow = Leecher.join(distribution, host(2));
    var fast = Leecher.join(distribution, host(3));
    fast.sent(1024 * 1024);
    assertThat(fast.nextOffers(true)).hasSizeGreaterThan(slow.nextOffers(true).size());
  }

  @Test
  void nextOffers_fastGoal_everythingWhenTheSwarmHasIt() {
    var distribution = distribution(UploadGoal.FAST);
    var other = Leecher.join(distribution, host(1));
    IntStream.range(0, PIECES).forEach(other::has);
    var leecher = Leecher.join(distribution, host(2));
    Set<Integer> offered = new HashSet<>();
    var pieces = leecher.nextOffers(true);
    while (!pieces.isEmpty()) {
      offered.addAll(pieces);
      pieces.forEach(piece -> leecher.requested(piece, Integer.MAX_VALUE));
      pieces = leecher.nextOffers(true);
    }
    assertThat(offered).hasSize(PIECES);
  }

  @Test
  void nextOffers_piecesThatDoNotArrive_makeRoom() {
    var distribution = distribution(UploadGoal.FAST);
    Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    var offers = leecher.nextOffers(true);
    pass(60_000);
    assertThat(leecher.nextOffers(true)).isNotEmpty().doesNotContainAnyElementsOf(offers);
  }

  /** However slowly it takes them: others do not wait for it. */
  @Test
  void nextOffers_othersGetWhatASlowLeecherWasOffered() {
    var distribution = distribution(UploadGoal.THRIFTY);
    var slow = Leecher.join(distribution, host(1));
    var other = Leecher.join(distribution, host(2));
    IntStream.range(2, PIECES).forEach(other::has);
    assertThat(slow.nextOffers(true)).containsExactlyInAnyOrder(0, 1);
    slow.requested(0, Samples.PIECE_LENGTH);
    assertThat(other.nextOffers(true)).isEmpty();
    for (int second = 0; second < 90; second++) {
      slow.sent(1_100);
      pass(1_000);
      slow.nextOffers(true);
    }
    assertThat(other.nextOffers(true)).contains(0, 1);
  }

  @Test
  void nextOffers_othersWaitLongerForALeecherWhosePiecesTakeLong() {
    var distribution = distribution(UploadGoal.THRIFTY);
    var other = withPiecesFrom(5, distribution);
    var slow = Leecher.join(distribution, host(2));
    assertThat(slow.nextOffers(true)).containsExactlyInAnyOrder(0, 1);
    slow.requested(0, Samples.PIECE_LENGTH);
    pass(5_000);
    slow.has(0);
    assertThat(offersAfter(14_000, slow, true, other, 2)).as("its last took 5 s").isEmpty();
    assertThat(offersAfter(2_000, slow, true, other, 3)).contains(1);
  }

  @Test
  void nextOffers_othersWaitForTheTurnOfAChokedLeecher() {
    var distribution = distribution(UploadGoal.THRIFTY);
    var other = withPiecesFrom(5, distribution);
    other.has(0);
    var choked = Leecher.join(distribution, host(2));
    assertThat(choked.nextOffers(false)).containsExactly(1);
    assertThat(offersAfter(50_000, choked, false, other, 2)).isEmpty();
    assertThat(offersAfter(5_000, choked, true, other, 3)).as("its turn has come").isEmpty();
    assertThat(offersAfter(7_000, choked, true, other, 4)).as("it asks for nothing").contains(1);
  }

  /** Returns a leecher that has the pieces from that one on; another has those from 2 on. */
  private static Leecher withPiecesFrom(int first, Distribution distribution) {
    var leecher = Leecher.join(distribution, host(1));
    IntStream.range(first, PIECES).forEach(leecher::has);
    IntStream.range(2, PIECES).forEach(Leecher.join(distribution, host(3))::has);
    return leecher;
  }

  /**
   * Lets time pass and returns what another leecher is offered then.
   *
   * @param news a piece that the other one gets just before, so that it does not depend on us
   */
  private List<Integer> offersAfter(
      int millis, Leecher leecher, boolean unchoked, Leecher other, int news) {
    pass(millis);
    leecher.nextOffers(unchoked);
    other.has(news);
    return other.nextOffers(true);
  }

  /** A leecher that takes and never gives has one piece at a time on its way, but always one. */
  @Test
  void nextOffers_itsPiecesDoNotShowUpAtOthers() {
    var distribution = distribution(UploadGoal.FAST);
    Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    for (int round = 0; round < 20; round++) {
      take(leecher, leecher.nextOffers(true));
      pass(100);
    }
    leecher.sent(50 * 1024 * 1024);
    Set<Integer> had = new HashSet<>();
    for (int round = 0; round < 20; round++) {
      var offers = leecher.nextOffers(true);
      assertThat(offers).hasSize(1);
      assertThat(leecher.nextOffers(true)).isEmpty();
      take(leecher, offers);
      had.addAll(offers);
    }
    assertThat(had).hasSize(20);
  }

  @Test
  void nextOffers_itsPiecesShowUpAtOthers() {
    var distribution = distribution(UploadGoal.FAST);
    var other = Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    for (int round = 0; round < 5; round++) {
      var offers = leecher.nextOffers(true);
      take(leecher, offers);
      offers.forEach(other::has);
      pass(100);
    }
    assertThat(leecher.nextOffers(true)).hasSizeGreaterThan(1);
  }

  @Test
  void requested_withoutAnOffer_isOnItsWay() {
    var distribution = distribution(UploadGoal.THRIFTY);
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    IntStream.range(1, PIECES).forEach(second::has);
    first.requested(0, Samples.PIECE_LENGTH);
    first.requested(0, Samples.PIECE_LENGTH);
    assertThat(second.nextOffers(true)).isEmpty();
    first.leave();
    assertThat(second.nextOffers(true)).containsExactly(0);
  }

  @Test
  void requested_whatItHas_isNotOnItsWay() {
    var distribution = distribution(UploadGoal.THRIFTY);
    var first = Leecher.join(distribution, host(1));
    var second = Leecher.join(distribution, host(2));
    first.has(0);
    first.requested(0, Samples.PIECE_LENGTH);
    IntStream.range(1, PIECES).forEach(second::has);
    assertThat(second.nextOffers(true)).isEmpty();
    first.leave();
    assertThat(second.nextOffers(true)).containsExactly(0);
  }

  /** Its swarm may be out of its reach, whatever that has. */
  @Test
  void nextOffers_thrifty_leecherThatNobodyServes() {
    var distribution = distribution(UploadGoal.THRIFTY);
    IntStream.range(0, PIECES).forEach(Leecher.join(distribution, host(1))::has);
    var leecher = Leecher.join(distribution, host(2));
    assertThat(leecher.nextOffers(true)).isEmpty();
    List<Integer> got = new ArrayList<>();
    for (int round = 0; round < 10_000 && !leecher.isComplete(); round++) {
      pass(100);
      var offers = leecher.nextOffers(true);
      take(leecher, offers);
      got.addAll(offers);
    }
    assertThat(got).hasSize(PIECES).doesNotHaveDuplicates();
  }

  /** Its link is slow, and so may be those of the peers that serve it. */
  @Test
  void nextOffers_thrifty_slowLeecherThatOthersServe() {
    var distribution = distribution(UploadGoal.THRIFTY);
    var other = Leecher.join(distribution, host(1));
    IntStream.range(2, PIECES).forEach(other::has);
    var leecher = Leecher.join(distribution, host(2));
    var offers = leecher.nextOffers(true);
    assertThat(offers).containsExactlyInAnyOrder(0, 1);
    pass(5_000);
    leecher.requested(0, Samples.PIECE_LENGTH);
    leecher.has(0);
    leecher.has(1);
    pass(12_000);
    assertThat(leecher.nextOffers(true)).as("waits for four times as long").isEmpty();
    pass(12_000);
    assertThat(leecher.nextOffers(true)).isNotEmpty();
  }

  /** On slow links nobody has a whole piece at first, so that nobody can get one from others. */
  @Test
  void nextOffers_thrifty_whileNobodyHasAnything() {
    var settings = new UploadSettings(UploadGoal.THRIFTY, 1);
    var distribution =
        new Distribution(4, Samples.PIECE_LENGTH, settings, now::get, new Random(9), () -> {});
    var other = Leecher.join(distribution, host(1));
    var leecher = Leecher.join(distribution, host(2));
    var own = leecher.nextOffers(true);
    var others = other.nextOffers(true);
    assertThat(own).hasSize(2);
    assertThat(others).hasSize(2).doesNotContainAnyElementsOf(own);
    own.forEach(piece -> leecher.requested(piece, Samples.PIECE_LENGTH));
    others.forEach(piece -> other.requested(piece, Samples.PIECE_LENGTH));
    takeSlowly(leecher, 9);
    assertThat(leecher.nextOffers(true)).as("others have nothing yet").isEmpty();
    other.has(others.get(0));
    takeSlowly(leecher, 9);
    assertThat(leecher.nextOffers(true)).as("its own pieces take long, too").isEmpty();
    pass(60_000);
    assertThat(leecher.nextOffers(true)).as("others keep it waiting").isNotEmpty();
  }

  @Test
  void nextOffers_thrifty_leecherThatOthersServe() {
    var distribution = distribution(UploadGoal.THRIFTY);
    IntStream.range(0, PIECES).forEach(Leecher.join(distribution, host(1))::has);
    var leecher = Leecher.join(distribution, host(2));
    for (int second = 0; second < 60; second++) {
      pass(1_000);
      leecher.has(second);
      assertThat(leecher.nextOffers(true)).isEmpty();
    }
  }

  @Test
  void isComplete_withTheLastPiece() {
    var leecher = Leecher.join(distribution(UploadGoal.FAST), host(1));
    IntStream.range(1, PIECES).forEach(leecher::has);
    assertThat(leecher.isComplete()).isFalse();
    leecher.has(0);
    assertThat(leecher.isComplete()).isTrue();
  }
}
