package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.swarm.Samples.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.WebSeedAnswer.Later;
import org.spillway.swarm.WebSeedAnswer.Send;
import org.spillway.swarm.WebSeedAnswer.Undecided;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.TorrentFormat;

class UploadPolicyTest {
  private static final InfoDictionary INFO = Samples.info(TorrentFormat.HYBRID, 8);
  private static final InfoHash SWARM = INFO.swarmHash();
  private static final Host CLIENT = host("192.0.2.1");
  private static final Host OTHER = host("192.0.2.2");
  private static final WebSeedAnswer LATER = new Later(UploadPolicy.RETRY_AFTER);

  /** Overflows within the time that a client is waited for. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 100_000_000);

  private final UploadPolicy policy = new UploadPolicy(UploadSettings.DEFAULT, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private WebSeedAnswer webSeed() {
    return policy.webSeed(INFO, CLIENT);
  }

  /** The client is told to wait until the time is over, and gets the file then. */
  private void assertSentAfter(Duration time) {
    assertThat(webSeed()).isInstanceOf(Undecided.class);
    pass(time.minusNanos(1));
    assertThat(webSeed()).isInstanceOf(Undecided.class);
    pass(Duration.ofNanos(1));
    assertThat(webSeed()).isEqualTo(new Send());
  }

  @Test
  void settings_noCopies() {
    assertThatThrownBy(() -> new UploadSettings(UploadGoal.THRIFTY, 0))
        .hasMessage("copies must be 1 or more, was 0");
  }

  @Test
  void webSeed_unknownAndAlone() {
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  /** A browser or curl: it has nothing to do with the swarm that is there. */
  @Test
  void webSeed_unknown_othersAreConnected() {
    Leecher.join(policy.of(INFO), OTHER);
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  @Test
  void webSeed_announcedAndAlone() {
    policy.announced(SWARM, CLIENT, true);
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  @Test
  void webSeed_announced_othersAreConnected() {
    Leecher.join(policy.of(INFO), OTHER);
    policy.announced(SWARM, CLIENT, true);
    assertSentAfter(UploadPolicy.TIME_TO_CONNECT);
  }

  @Test
  void webSeed_announced_othersAnnouncedThemselves() {
    policy.announced(SWARM, OTHER, true);
    policy.announced(SWARM, CLIENT, true);
    assertSentAfter(UploadPolicy.TIME_TO_CONNECT);
  }

  @Test
  void webSeed_undecided_looksAgainSoon() {
    assertThat(((Undecided) webSeed()).delay())
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
  }

  @Test
  void webSeed_connected_othersAsWell() {
    Leecher.join(policy.of(INFO), CLIENT);
    Leecher.join(policy.of(INFO), OTHER);
    assertThat(webSeed()).isEqualTo(LATER);
    pass(UploadPolicy.LONGEST_REFUSAL.minusMillis(1));
    assertThat(webSeed()).isEqualTo(LATER);
  }

  /** Behind the same address can be a client that knows nothing but web seeds. */
  @Test
  void webSeed_connected_refusedForLong() {
    Leecher.join(policy.of(INFO), CLIENT);
    Leecher.join(policy.of(INFO), OTHER);
    assertThat(webSeed()).isEqualTo(LATER);
    pass(UploadPolicy.LONGEST_REFUSAL);
    assertThat(webSeed()).isEqualTo(new Send());
  }

  @Test
  void webSeed_connected_othersAnnouncedThemselves() {
    Leecher.join(policy.of(INFO), CLIENT);
    policy.announced(SWARM, OTHER, true);
    assertThat(webSeed()).isEqualTo(LATER);
  }

  @Test
  void webSeed_connectedAndAlone() {
    Leecher.join(policy.of(INFO), CLIENT);
    Leecher.join(policy.of(INFO), CLIENT);
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  @Test
  void webSeed_connectsWhileItWaits() {
    Leecher.join(policy.of(INFO), OTHER);
    policy.announced(SWARM, CLIENT, true);
    assertThat(webSeed()).isInstanceOf(Undecided.class);
    Leecher.join(policy.of(INFO), CLIENT);
    assertThat(webSeed()).isEqualTo(LATER);
  }

  @Test
  void webSeed_othersLeave() {
    Leecher.join(policy.of(INFO), CLIENT);
    var other = Leecher.join(policy.of(INFO), OTHER);
    assertThat(webSeed()).isEqualTo(LATER);
    other.leave();
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  @Test
  void webSeed_itsConnectionEnds() {
    Leecher.join(policy.of(INFO), OTHER);
    var client = Leecher.join(policy.of(INFO), CLIENT);
    assertThat(webSeed()).isEqualTo(LATER);
    client.leave();
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  /** A client waits once, not for each piece. */
  @Test
  void webSeed_again_atOnce() {
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
    pass(Duration.ofMinutes(1));
    assertThat(webSeed()).isEqualTo(new Send());
    assertThat(webSeed()).isEqualTo(new Send());
  }

  @Test
  void stopped_othersDoNotCountAnyLonger() {
    policy.announced(SWARM, OTHER, true);
    Leecher.join(policy.of(INFO), CLIENT);
    assertThat(webSeed()).isEqualTo(LATER);
    policy.stopped(SWARM, OTHER);
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  @Test
  void stopped_swarmThatNobodyKnows() {
    policy.stopped(SWARM, OTHER);
    assertThat(webSeed()).isInstanceOf(Undecided.class);
  }

  /** It has all pieces: nobody is expected to fetch any with it. */
  @Test
  void announced_asSeeder() {
    policy.announced(SWARM, OTHER, true);
    policy.announced(SWARM, OTHER, false);
    policy.announced(SWARM, CLIENT, true);
    assertSentAfter(UploadPolicy.TIME_TO_ANNOUNCE);
  }

  @Test
  void webSeed_hybrid_peersAnnounceThemselvesByEitherHash() {
    assertThat(INFO.swarmHashes()).hasSize(2);
    for (InfoHash infoHash : INFO.swarmHashes()) {
      var fresh = new UploadPolicy(UploadSettings.DEFAULT, now::get);
      Leecher.join(fresh.of(INFO), CLIENT);
      fresh.announced(infoHash, OTHER, true);
      assertThat(fresh.webSeed(INFO, CLIENT)).as(infoHash.toString()).isEqualTo(LATER);
      fresh.stopped(infoHash, OTHER);
      assertThat(fresh.webSeed(INFO, CLIENT)).isInstanceOf(Undecided.class);
    }
  }

  @Test
  void webSeed_ipv6_anyAddressOfTheNetwork() {
    Leecher.join(policy.of(INFO), host("2001:db8::1"));
    Leecher.join(policy.of(INFO), OTHER);
    assertThat(policy.webSeed(INFO, host("2001:db8::abcd:1"))).isEqualTo(LATER);
    assertThat(policy.webSeed(INFO, host("2001:db8:0:1::1"))).isInstanceOf(Undecided.class);
  }

  @Test
  void of_sameTorrent_sameDistribution() {
    assertThat(policy.of(INFO)).isSameAs(policy.of(INFO));
    var v1 = Samples.info(TorrentFormat.V1, 8);
    assertThat(policy.of(v1)).isNotSameAs(policy.of(INFO));
  }

  /** Each of them gets the file in the end, however many there are. */
  @Test
  void webSeed_manyClients() {
    for (int round = 0; round < 3; round++) {
      for (int number = 0; number < 9_000; number++) {
        var answer = policy.webSeed(INFO, host(number));
        boolean isSent = answer.equals(new Send());
        assertThat(isSent).as(List.of(round, number).toString()).isEqualTo(round > 0);
      }
      pass(UploadPolicy.TIME_TO_ANNOUNCE);
    }
  }

  @Test
  void isCarried_whenPeersHaveEveryPiece() throws Exception {
    assertThat(policy.isCarried()).as("nobody depends on us").isTrue();
    var leecher = Leecher.join(policy.of(INFO), CLIENT);
    var other = Leecher.join(policy.of(INFO), OTHER);
    assertThat(policy.isCarried()).isFalse();
    IntStream.range(1, INFO.pieceCount()).forEach(leecher::has);
    assertThat(policy.isCarried()).isFalse();
    other.has(0);
    assertThat(policy.isCarried()).isTrue();
    assertThat(policy.awaitCarried(Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void awaitCarried_peersLeaveMeanwhile() throws Exception {
    var leecher = Leecher.join(policy.of(INFO), CLIENT);
    var waiting = CompletableFuture.supplyAsync(this::awaitCarried);
    leecher.leave();
    assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void awaitCarried_timeIsOver() throws Exception {
    Leecher.join(policy.of(INFO), CLIENT);
    assertThat(policy.awaitCarried(Duration.ofMillis(1))).isFalse();
  }

  private boolean awaitCarried() {
    try {
      return policy.awaitCarried(Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
