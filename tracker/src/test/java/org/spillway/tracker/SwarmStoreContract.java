package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.ipv4;
import static org.spillway.tracker.Samples.ipv6;
import static org.spillway.tracker.Samples.peer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;
import org.spillway.tracker.SwarmStore.StoreSize;

/** What every store does alike. */
abstract class SwarmStoreContract extends SwarmStoreLimitsContract {
  @Test
  void announce_first() {
    assertThat(leech(OURS, ipv4(1), 50)).isEmpty();
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void announce_leecherGetsEverybodyElse() {
    seed(OURS, ipv4(1), 50);
    leech(OURS, ipv4(2), 50);
    assertThat(leech(OURS, ipv4(3), 50)).containsExactlyInAnyOrder(ipv4(1), ipv4(2));
    assertThat(leech(OURS, ipv4(2), 50)).containsExactlyInAnyOrder(ipv4(1), ipv4(3));
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 0, 2));
  }

  @Test
  void announce_seederGetsNoSeeders() {
    seed(OURS, ipv4(1), 50);
    leech(OURS, ipv4(2), 50);
    assertThat(seed(OURS, ipv4(3), 50)).containsExactly(ipv4(2));
  }

  @Test
  void announce_samePeerTwice() {
    leech(OURS, ipv4(1), 50);
    leech(OURS, ipv4(1), 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void announce_samePeerOnOtherPort() {
    leech(OURS, ipv4(1), 50);
    var other = new PeerAddress(ipv4(1).address(), 1);
    assertThat(leech(OURS, other, 50)).containsExactly(ipv4(1));
  }

  @Test
  void announce_leecherBecomesSeederAndBack() {
    leech(OURS, ipv4(1), 50);
    seed(OURS, ipv4(1), 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 0, 0));
    leech(OURS, ipv4(1), 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void announce_completed() {
    leech(OURS, ipv4(1), 50);
    announce(OURS, ipv4(1), true, AnnounceEvent.COMPLETED, 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 1, 0));
  }

  @Test
  void announce_completedRepeated() {
    announce(OURS, ipv4(1), true, AnnounceEvent.COMPLETED, 50);
    announce(OURS, ipv4(1), true, AnnounceEvent.COMPLETED, 50);
    announce(OURS, ipv4(2), true, AnnounceEvent.COMPLETED, 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(2, 2, 0));
  }

  @Test
  void announce_completedWithBytesLeft() {
    announce(OURS, ipv4(1), false, AnnounceEvent.COMPLETED, 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void announce_stopped() {
    seed(OURS, ipv4(1), 50);
    leech(OURS, ipv4(2), 50);
    assertThat(announce(OURS, ipv4(2), false, AnnounceEvent.STOPPED, 50)).isEmpty();
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 0, 0));
    announce(OURS, ipv4(1), true, AnnounceEvent.STOPPED, 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 0));
    assertThat(store.size()).isEqualTo(new StoreSize(0, 0));
  }

  @Test
  void announce_stoppedUnknown() {
    announce(OURS, ipv4(1), true, AnnounceEvent.STOPPED, 50);
    assertThat(store.size()).isEqualTo(new StoreSize(0, 0));
  }

  @Test
  void announce_noRoom() {
    seed(OURS, ipv4(1), 50);
    assertThat(leech(OURS, ipv4(2), 0)).isEmpty();
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 0, 1));
  }

  @Test
  void announce_moreThanFit() {
    List<PeerAddress> everybody = IntStream.range(0, 500).mapToObj(Samples::ipv4).toList();
    everybody.forEach(peer -> leech(OURS, peer, 0));
    var chosen = leech(OURS, ipv4(7), 50);
    assertThat(chosen).hasSize(50).doesNotHaveDuplicates().doesNotContain(ipv4(7));
    assertThat(everybody).containsAll(chosen);
  }

  @Test
  void announce_choiceDiffers() {
    IntStream.range(0, 500).forEach(i -> leech(OURS, ipv4(i), 0));
    Set<PeerAddress> met = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      met.addAll(leech(OURS, ipv4(0), 50));
    }
    assertThat(met).hasSizeGreaterThan(450);
  }

  @Test
  void announce_seedersInProportion() {
    IntStream.range(0, 100).forEach(i -> seed(OURS, ipv4(i), 0));
    IntStream.range(100, 500).forEach(i -> leech(OURS, ipv4(i), 0));
    var chosen = leech(OURS, ipv4(100), 50);
    assertThat(chosen.stream().filter(peer -> number(peer) < 100)).hasSize(10);
  }

  @Test
  void announce_oneSeederAmongMany() {
    seed(OURS, ipv4(0), 0);
    IntStream.range(1, 500).forEach(i -> leech(OURS, ipv4(i), 0));
    assertThat(leech(OURS, ipv4(1), 50)).hasSize(50).contains(ipv4(0));
  }

  @Test
  void announce_familiesApart() {
    leech(OURS, ipv4(1), 50);
    assertThat(leech(OURS, ipv6(1), 50)).isEmpty();
    assertThat(leech(OURS, ipv6(2), 50)).containsExactly(ipv6(1));
    assertThat(store.scrape(OURS, AddressFamily.IPV4)).isEqualTo(new SwarmCounts(0, 0, 1));
    assertThat(store.scrape(OURS, AddressFamily.IPV6)).isEqualTo(new SwarmCounts(0, 0, 2));
  }

  @Test
  void announce_swarmsApart() {
    leech(OURS, ipv4(1), 50);
    assertThat(leech(FOREIGN, ipv4(2), 50)).isEmpty();
    assertThat(store.size()).isEqualTo(new StoreSize(2, 2));
  }

  @Test
  void announce_manyThreads() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    List<Callable<Void>> tasks =
        IntStream.range(0, 4)
            .<Callable<Void>>mapToObj(
                task ->
                    () -> {
                      for (int i = 0; i < 1_000; i++) {
                        leech(OURS, ipv4(task * 1_000 + i), 10);
                        if (i % 2 == 0) {
                          announce(OURS, ipv4(task * 1_000 + i), false, AnnounceEvent.STOPPED, 0);
                        }
                      }
                      return null;
                    })
            .toList();
    for (var done : threads.invokeAll(tasks)) {
      done.get();
    }
    threads.shutdown();
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 2_000));
    assertThat(store.size()).isEqualTo(new StoreSize(2_000, 1));
  }

  @Test
  void announce_notReachable_getsPeersAndIsNotListed() {
    seed(OURS, ipv4(1), 50);
    leech(OURS, ipv4(2), 50);
    var size = store.size();
    var out = ByteBuffer.allocate(600);
    var counts =
        store.announce(
            new Announcement(OURS, true, peer("192.0.2.1", 1), false, false, AnnounceEvent.STARTED),
            out);
    assertThat(AddressFamily.IPV4.read(out.flip())).containsExactlyInAnyOrder(ipv4(1), ipv4(2));
    assertThat(counts).isEqualTo(new SwarmCounts(1, 0, 1));
    assertThat(store.size()).isEqualTo(size);
    assertThat(leech(FOREIGN, ipv4(3), 50)).isEmpty();
  }

  @Test
  void announce_notReachable_ofAnUnknownSwarm_leavesNothing() {
    var out = ByteBuffer.allocate(600);
    store.announce(
        new Announcement(OURS, true, peer("192.0.2.1", 1), false, true, AnnounceEvent.COMPLETED),
        out);
    assertThat(out.position()).isZero();
    assertThat(store.size()).isEqualTo(new StoreSize(0, 0));
  }

  /** BEP 21. */
  @Test
  void announce_partialSeed() {
    leech(OURS, ipv4(1), 50);
    leech(OURS, ipv4(2), 50);
    seed(OURS, ipv4(3), 50);
    assertThat(pause(ipv4(1))).containsExactly(ipv4(2));
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 0, 2, 1));
    assertThat(leech(OURS, ipv4(2), 50)).containsExactlyInAnyOrder(ipv4(1), ipv4(3));
    assertThat(seed(OURS, ipv4(3), 50)).containsExactly(ipv4(2));
    assertThat(pause(ipv4(4))).containsExactly(ipv4(2));
    announce(OURS, ipv4(4), false, AnnounceEvent.STOPPED, 0);
    leech(OURS, ipv4(1), 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 0, 2));
    pause(ipv4(1));
    clock.advance(TIMEOUT.plusSeconds(1));
    store.expire();
    assertThat(store.size()).isEqualTo(new StoreSize(0, 0));
  }

  private List<PeerAddress> pause(PeerAddress peer) {
    return announce(OURS, peer, false, AnnounceEvent.PAUSED, 50);
  }

  @Test
  void chooseOthers_ofTheOtherFamily() {
    leech(OURS, ipv6(1), 50);
    seed(OURS, ipv6(2), 50);
    assertThat(others(OURS, true)).containsExactly(ipv6(1));
    assertThat(others(OURS, false)).containsExactlyInAnyOrder(ipv6(1), ipv6(2));
    assertThat(others(FOREIGN, false)).isEmpty();
  }

  private List<PeerAddress> others(InfoHash infoHash, boolean seeder) {
    var out = ByteBuffer.allocate(50 * AddressFamily.IPV6.compactLength());
    store.chooseOthers(
        new Announcement(
            infoHash, infoHash.equals(OURS), ipv4(1), true, seeder, AnnounceEvent.NONE),
        out);
    return AddressFamily.IPV6.read(out.flip());
  }

  @Test
  void scrape_unknown() {
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 0));
    assertThat(store.size()).isEqualTo(new StoreSize(0, 0));
  }

  @Test
  void expire_silentPeers() {
    seed(OURS, ipv4(1), 50);
    leech(OURS, ipv6(1), 50);
    clock.advance(TIMEOUT.dividedBy(2));
    leech(OURS, ipv4(2), 50);
    clock.advance(TIMEOUT.dividedBy(2).plusSeconds(1));
    store.expire();
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1));
    assertThat(store.size()).isEqualTo(new StoreSize(1, 1));
    assertThat(leech(OURS, ipv4(3), 50)).containsExactly(ipv4(2));
  }

  @Test
  void expire_renewedPeer() {
    leech(OURS, ipv4(1), 50);
    for (int i = 0; i < 50; i++) {
      clock.advance(TIMEOUT);
      store.expire();
      leech(OURS, ipv4(1), 50);
    }
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void expire_downloadsAreKnownForADay() {
    announce(OURS, ipv4(1), true, AnnounceEvent.COMPLETED, 50);
    clock.advance(Duration.ofHours(23));
    store.expire();
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 1, 0));
    clock.advance(Duration.ofHours(2));
    store.expire();
    assertThat(store.size()).isEqualTo(new StoreSize(0, 0));
  }
}
