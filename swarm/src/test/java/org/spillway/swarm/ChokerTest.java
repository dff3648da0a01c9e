package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChokerTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(15));

  private static final class Peer implements Choker.Candidate {
    private boolean unchoked;
    private int turns;
    private double rate;
    private boolean mayDownload = true;
    private boolean keepsToItself;
    private Object host = this;
    private long lastTook;

    @Override
    public long lastTook() {
      return lastTook;
    }

    @Override
    public Object host() {
      return host;
    }

    @Override
    public void unchoked() {
      unchoked = true;
      turns++;
    }

    @Override
    public void choked() {
      unchoked = false;
    }

    @Override
    public double rate() {
      return rate;
    }

    @Override
    public boolean mayDownload() {
      return mayDownload;
    }

    @Override
    public boolean keepsToItself() {
      return keepsToItself;
    }
  }

  private Choker choker(int slots, ChokerOrder order) {
    return new Choker(slots, order, RateLimiter.unlimited(), now::get);
  }

  private void pass(long nanos) {
    now.addAndGet(nanos);
  }

  private static List<Peer> interested(Choker choker, int count) {
    List<Peer> peers = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> peers.add(new Peer()));
    peers.forEach(choker::interested);
    return peers;
  }

  private static long unchoked(List<Peer> peers) {
    return peers.stream().filter(peer -> peer.unchoked).count();
  }

  @Test
  void interested_alone_atOnce() {
    assertThat(unchoked(interested(choker(0, ChokerOrder.ROUND_ROBIN), 1))).isEqualTo(1);
  }

  @Test
  void interested_hostsWithFewerSlotsComeFirst() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    List<Peer> greedy = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      var peer = new Peer();
      peer.host = "greedy";
      greedy.add(peer);
      choker.interested(peer);
    }
    assertThat(unchoked(greedy)).isEqualTo(3);
    greedy.get(1).rate = 1;
    greedy.get(2).rate = 2;
    var modest = interested(choker, 3);
    // Two newcomers take slots at once; then nobody has two more than the third.
    assertThat(unchoked(modest)).isEqualTo(2);
    assertThat(greedy.get(2).unchoked).isTrue();
    choker.notInterested(modest.get(0));
    assertThat(modest.get(2).unchoked).isTrue();
    assertThat(unchoked(greedy)).isEqualTo(1);
  }

  @Test
  void review_peersThatTakeNothing_othersGetTheirSlots() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    var stalled = interested(choker, 3);
    var late = List.of(new Peer());
    late.get(0).host = stalled.get(1).host;
    late.forEach(choker::interested);
    pass(Choker.STALLED - 1);
    stalled.get(0).lastTook = now.get();
    choker.review();
    assertThat(unchoked(late)).isZero();
    pass(1);
    choker.review();
    assertThat(unchoked(late)).isEqualTo(1);
    assertThat(unchoked(stalled)).isEqualTo(2);
    assertThat(stalled.get(0).unchoked).isTrue();
  }

  @Test
  void review_allSlotsAreOfStalledPeers_hostWithoutSlotGetsOneSooner() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    var stalled = interested(choker, 3);
    var late = interested(choker, 1);
    pass(Choker.STALLED_BEFORE_OTHERS);
    stalled.get(0).lastTook = now.get();
    choker.review();
    assertThat(unchoked(late)).isEqualTo(1);
    assertThat(stalled.get(0).unchoked).isTrue();
    assertThat(unchoked(stalled)).isEqualTo(2);
  }

  @Test
  void interested_allSlotsAreOfStalledPeers_newcomerGetsOneAtOnce() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    var stalled = interested(choker, 3);
    pass(Choker.STALLED_BEFORE_OTHERS);
    stalled.get(0).lastTook = now.get();
    assertThat(unchoked(interested(choker, 1))).isEqualTo(1);
    assertThat(stalled.get(0).unchoked).isTrue();
    assertThat(unchoked(stalled)).isEqualTo(2);
  }

  @Test
  void review_hostsTakeTurns() {
    var choker = choker(1, ChokerOrder.ROUND_ROBIN);
    for (int i = 0; i < 10; i++) {
      var peer = new Peer();
      peer.host = i % 2;
      choker.interested(peer);
    }
    var late = interested(choker, 1);
    for (int i = 0; i < 2; i++) {
      pass(Choker.STALLED);
      choker.review();
    }
    assertThat(late.get(0).turns).isEqualTo(1);
  }

  @Test
  void review_nobodyWaits_stalledOnesStay() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    var stalled = interested(choker, 3);
    pass(2 * Choker.STALLED);
    choker.review();
    assertThat(unchoked(stalled)).isEqualTo(3);
  }

  @Test
  void interested_moreThanSlots() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    var peers = interested(choker, 5);
    assertThat(unchoked(peers)).isEqualTo(3);
    choker.notInterested(peers.get(0));
    assertThat(peers.get(3).unchoked).isTrue();
    choker.notInterested(peers.get(4));
    choker.notInterested(peers.get(1));
    assertThat(peers.get(4).unchoked).as("no longer interested").isFalse();
  }

  @Test
  void slots_followTheRateThatIsMeasured() {
    var choker = choker(0, ChokerOrder.ROUND_ROBIN);
    var peers = interested(choker, 500);
    assertThat(unchoked(peers)).isEqualTo(Choker.FEWEST_SLOTS);
    for (int second = 0; second < 10; second++) {
      choker.sent(100 * 1024 * 1024);
      pass(TimeUnit.SECONDS.toNanos(1));
      choker.review();
    }
    assertThat(unchoked(peers)).isEqualTo(500);
  }

  @Test
  void slots_followTheRateThatIsSet() {
    var limit = RateLimiter.of(50 * 64 * 1024, now::get);
    var choker = new Choker(0, ChokerOrder.ROUND_ROBIN, limit, now::get);
    assertThat(unchoked(interested(choker, 500))).isEqualTo(50);
  }

  @Test
  void roundRobin_everybodyHasATurn() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    var peers = interested(choker, 12);
    for (int turn = 0; turn < 12; turn++) {
      pass(Choker.TURN);
      choker.review();
      assertThat(unchoked(peers)).isEqualTo(3);
    }
    assertThat(peers).allMatch(peer -> peer.turns > 0);
  }

  @Test
  void roundRobin_nobodyWaits_nobodyIsChoked() {
    var choker = choker(3, ChokerOrder.ROUND_ROBIN);
    var peers = interested(choker, 3);
    pass(Choker.TURN);
    choker.review();
    assertThat(peers).allMatch(peer -> peer.unchoked && peer.turns == 1);
  }

  @Test
  void fastest_theSlowestMakesPlace() {
    var choker = choker(3, ChokerOrder.FASTEST);
    var peers = interested(choker, 4);
    IntStream.range(0, 4).forEach(i -> peers.get(i).rate = i == 1 ? 10 : 1000 + i);
    pass(Choker.TURN);
    peers.forEach(peer -> peer.lastTook = now.get());
    choker.review();
    assertThat(peers).extracting(peer -> peer.unchoked).containsExactly(true, false, true, true);
  }

  @Test
  void keepsToItself_servedLast_butServed() {
    var choker = choker(1, ChokerOrder.ROUND_ROBIN);
    var first = interested(choker, 1).get(0);
    var selfish = new Peer();
    selfish.keepsToItself = true;
    choker.interested(selfish);
    var other = new Peer();
    choker.interested(other);
    choker.notInterested(first);
    assertThat(other.unchoked).isTrue();
    choker.notInterested(other);
    assertThat(selfish.unchoked).isTrue();
  }

  @Test
  void mayNotDownload_isChokedUntilItMay() {
    var choker = choker(2, ChokerOrder.ROUND_ROBIN);
    var peer = interested(choker, 1).get(0);
    peer.mayDownload = false;
    choker.review();
    assertThat(peer.unchoked).isFalse();
    peer.mayDownload = true;
    choker.review();
    assertThat(peer.unchoked).isTrue();
  }

  @Test
  void interested_mayNotDownload_waitsWithoutKeepingOthersWaiting() {
    var choker = choker(2, ChokerOrder.ROUND_ROBIN);
    var first = new Peer();
    first.mayDownload = false;
    choker.interested(first);
    var second = interested(choker, 1).get(0);
    choker.review();
    assertThat(first.unchoked).isFalse();
    assertThat(second.unchoked).isTrue();
  }
}
