package org.spillway.swarm.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.announce.SimulatedTrackers.Answers;
import org.spillway.swarm.announce.SimulatedTrackers.Refuses;
import org.spillway.swarm.announce.SimulatedTrackers.Silent;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

class AnnouncerTest {
  private static final Duration INTERVAL = Duration.ofMinutes(30);
  private static final Duration MIN_INTERVAL = Duration.ofMinutes(2);
  private static final InfoHash HASH = InfoHash.of(new byte[InfoHash.LENGTH]);

  private final ManualLoop loop = new ManualLoop();
  private final SimulatedTrackers trackers = new SimulatedTrackers(loop);
  private final Member member = new Member();

  /** A member that notes what it hears. */
  private static final class Member implements SwarmMember {
    private final PeerId peerId = PeerId.random(new Random(1));
    private final List<String> failures = new ArrayList<>();
    private final List<PeerAddress> peers = new ArrayList<>();
    private boolean needsPeers;

    @Override
    public AnnounceRequest request(AnnounceEvent event) {
      return new AnnounceRequest(HASH, peerId, 0, 0, 0, event, 6881, 7, -1, List.of(), true);
    }

    @Override
    public void named(List<PeerAddress> named) {
      peers.addAll(named);
    }

    @Override
    public boolean needsPeers() {
      return needsPeers;
    }

    @Override
    public void failed(String tracker, IOException problem) {
      failures.add(tracker + ": " + problem.getMessage());
    }
  }

  private Announcer start(List<List<String>> tiers) {
    return start(tiers, 1);
  }

  private Announcer start(List<List<String>> tiers, int seed) {
    var announcer = new Announcer(trackers, loop, tiers, member, new Random(seed));
    announcer.start();
    loop.advance(SimulatedTrackers.LATENCY);
    return announcer;
  }

  private void answer(String tracker) {
    trackers.set(tracker, SimulatedTrackers.answers(INTERVAL, MIN_INTERVAL));
  }

  @Test
  void announce_atTheInterval() {
    answer("a");
    start(List.of(List.of("a")));
    loop.advance(INTERVAL.multipliedBy(2).plusSeconds(1));
    assertThat(trackers.takeLines())
        .containsExactly("0 s a STARTED", "1800 s a NONE", "3600 s a NONE");
  }

  @Test
  void announce_firstTierThatAnswers() {
    answer("b");
    answer("c");
    var announcer = start(List.of(List.of("a"), List.of("b"), List.of("c")));
    loop.advance(SimulatedTrackers.TIME_LIMIT);
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED", "3 s b STARTED");
    assertThat(member.failures).containsExactly("a: no answer in time");
    assertThat(announcer.isHopeless()).isFalse();
  }

  @Test
  void announce_triesTheFirstTierAgainAtTheNextInterval() {
    answer("b");
    start(List.of(List.of("a"), List.of("b")));
    loop.advance(SimulatedTrackers.TIME_LIMIT.plusSeconds(1));
    trackers.take();
    answer("a");
    loop.advance(INTERVAL);
    assertThat(trackers.takeLines()).containsExactly("1803 s a STARTED");
  }

  @Test
  void announce_oneThatAnswersIsTheFirstOfItsTier() {
    answer("c");
    var tier = List.of("a", "b", "c", "d");
    start(List.of(tier));
    loop.advance(Duration.ofMinutes(2));
    trackers.take();
    tier.forEach(this::answer);
    loop.advance(INTERVAL);
    assertThat(trackers.takeLines()).hasSize(1).allMatch(line -> line.endsWith(" c NONE"));
  }

  @Test
  void announce_aTierIsShuffled() {
    Set<String> first = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      start(List.of(List.of("a", "b", "c")), seed);
      first.add(trackers.take().get(0).tracker());
    }
    assertThat(first).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void announce_webSocketIsLeftOut() {
    var announcer = start(List.of(List.of("wss://a"), List.of("WS://b")));
    assertThat(trackers.take()).isEmpty();
    assertThat(announcer.isHopeless()).isTrue();
  }

  @Test
  void announce_allFail_backsOff() {
    var announcer = start(List.of(List.of("a")));
    assertThat(announcer.isHopeless()).isFalse();
    loop.advance(Duration.ofHours(4));
    assertThat(announcer.isHopeless()).isTrue();
    var times = trackers.take().stream().map(SimulatedTrackers.Announce::at).toList();
    long expected = 5;
    for (int i = 1; i < times.size(); i++) {
      var wait = times.get(i).minus(times.get(i - 1)).minus(SimulatedTrackers.TIME_LIMIT);
      long most = Math.min(expected, 1800);
      assertThat(wait.toMillis()).isBetween(most * 750 - 1, most * 1000);
      expected *= 2;
    }
    assertThat(times).hasSizeBetween(13, 17);
    answer("a");
    loop.advance(INTERVAL);
    assertThat(announcer.isHopeless()).isFalse();
  }

  @Test
  void announce_refusedWithRetryIn() {
    trackers.set("a", new Refuses("not now", Duration.ofMinutes(7)));
    start(List.of(List.of("a")));
    loop.advance(Duration.ofMinutes(8));
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED", "420 s a STARTED");
    assertThat(member.failures).containsOnly("a: not now");
  }

  @Test
  void announce_refusedForAges_isBounded() {
    trackers.set("a", new Refuses("x".repeat(5000), Duration.ofDays(9)));
    start(List.of(List.of("a")));
    loop.advance(Duration.ofHours(1).plusSeconds(1));
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED", "3600 s a STARTED");
    assertThat(member.failures.get(0)).hasSize(3 + 200);
  }

  @Test
  void announce_hungry_notBelowTheMinInterval() {
    answer("a");
    member.needsPeers = true;
    start(List.of(List.of("a")));
    loop.advance(Duration.ofMinutes(4).plusSeconds(1));
    assertThat(trackers.takeLines())
        .containsExactly("0 s a STARTED", "120 s a NONE", "240 s a NONE");
  }

  @Test
  void announce_hungryLater_soon() {
    answer("a");
    start(List.of(List.of("a")));
    loop.advance(Duration.ofMinutes(5));
    member.needsPeers = true;
    loop.advance(Duration.ofSeconds(2));
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED", "301 s a NONE");
  }

  @Test
  void announce_oddIntervals_areBounded() {
    trackers.set("a", SimulatedTrackers.answers(Duration.ZERO, Duration.ZERO));
    start(List.of(List.of("a")));
    loop.advance(Duration.ofSeconds(31));
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED", "30 s a NONE");
    var ages = Duration.ofSeconds(Integer.MAX_VALUE);
    trackers.set("a", SimulatedTrackers.answers(ages, ages));
    loop.advance(Duration.ofSeconds(30));
    trackers.take();
    loop.advance(Duration.ofHours(1));
    assertThat(trackers.takeLines()).containsExactly("3660 s a NONE");
  }

  @Test
  void announce_peers_areBounded() {
    var loopback = new PeerAddress(java.net.InetAddress.getLoopbackAddress(), 1);
    var peers = java.util.Collections.nCopies(10_000, loopback);
    trackers.set("a", new Answers(new AnnounceAnswer.Announced(INTERVAL, INTERVAL, 1, 1, peers)));
    start(List.of(List.of("a")));
    assertThat(member.peers).hasSize(Announcer.MOST_PEERS);
  }

  @Test
  void announce_trackerId_isEchoed() {
    trackers.set(
        "a",
        new Answers(new AnnounceAnswer.Announced(INTERVAL, INTERVAL, 1, 1, List.of(), "secret")));
    start(List.of(List.of("a")));
    answer("a");
    loop.advance(INTERVAL.multipliedBy(2).plusSeconds(1));
    assertThat(trackers.take())
        .extracting(SimulatedTrackers.Announce::trackerId)
        .containsExactly("", "secret", "secret");
  }

  @Test
  void completed_once() {
    answer("a");
    var announcer = start(List.of(List.of("a")));
    loop.advance(Duration.ofSeconds(5));
    announcer.completed();
    announcer.completed();
    loop.advance(Duration.ofSeconds(5));
    announcer.completed();
    loop.advance(INTERVAL);
    assertThat(trackers.takeLines())
        .containsExactly("0 s a STARTED", "5 s a COMPLETED", "1805 s a NONE");
  }

  @Test
  void completed_beforeATrackerAnswers_afterStarted() {
    var announcer = start(List.of(List.of("a")));
    announcer.completed();
    loop.run();
    answer("a");
    loop.advance(Duration.ofSeconds(30));
    assertThat(trackers.take())
        .extracting(SimulatedTrackers.Announce::event)
        .containsExactly(AnnounceEvent.STARTED, AnnounceEvent.STARTED, AnnounceEvent.COMPLETED);
  }

  @Test
  void stop_tellsThoseThatKnowUs() {
    answer("b");
    var announcer = start(List.of(List.of("a"), List.of("b")));
    loop.advance(SimulatedTrackers.TIME_LIMIT.plusSeconds(1));
    trackers.take();
    var told = announcer.stop(Duration.ofSeconds(2));
    loop.advance(SimulatedTrackers.LATENCY);
    assertThat(told).isCompleted();
    assertThat(trackers.takeLines()).containsExactly("21 s b STOPPED");
    loop.advance(Duration.ofHours(2));
    assertThat(trackers.take()).isEmpty();
  }

  @Test
  void stop_completedJustBefore_isToldFirst() {
    answer("a");
    var announcer = start(List.of(List.of("a")));
    announcer.completed();
    var told = announcer.stop(Duration.ofSeconds(2));
    loop.advance(Duration.ofSeconds(2));
    assertThat(told).isCompleted();
    assertThat(trackers.takeLines())
        .containsExactly("0 s a STARTED", "0 s a COMPLETED", "0 s a STOPPED");
  }

  @Test
  void stop_silentTracker_inTime() {
    answer("a");
    var announcer = start(List.of(List.of("a")));
    trackers.set("a", new Silent());
    var told = announcer.stop(Duration.ofSeconds(2));
    loop.advance(Duration.ofMillis(1999));
    assertThat(told).isNotCompleted();
    loop.advance(Duration.ofMillis(2));
    assertThat(told).isCompleted();
  }

  @Test
  void stop_nobodyKnowsUs_atOnce() {
    var announcer = start(List.of(List.of("a")));
    var told = announcer.stop(Duration.ofSeconds(2));
    loop.run();
    assertThat(told).isCompleted();
    loop.advance(Duration.ofHours(1));
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED");
    assertThat(loop.timers()).isZero();
  }
}
