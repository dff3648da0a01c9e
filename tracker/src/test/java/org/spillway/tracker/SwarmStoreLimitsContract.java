package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.ipv4;
import static org.spillway.tracker.Samples.ipv6;
import static org.spillway.tracker.Samples.peer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;
import org.spillway.tracker.SwarmStore.StoreSize;

/** The limits that every store keeps. */
abstract class SwarmStoreLimitsContract extends SwarmStoreTestBase {
  @Test
  void limit_ofPeersPerAddress() {
    limit(new TrackerLimits(3, 1_000, 10));
    for (int port = 1; port <= 3; port++) {
      announce(OURS, peer("192.0.2.1", port), port == 1, AnnounceEvent.NONE, 50);
    }
    var fourth = peer("192.0.2.1", 4);
    assertThat(assertNotListed(OURS, fourth)).hasSize(3).doesNotContain(fourth);
    leech(OURS, peer("192.0.2.2", 4), 50);
    leech(FOREIGN, fourth, 50);
    leech(OURS, peer("192.0.2.1", 1), 50);
    announce(OURS, peer("192.0.2.1", 2), false, AnnounceEvent.STOPPED, 50);
    leech(OURS, fourth, 50);
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 4));
  }

  @Test
  void limit_ofPeersPerIpv6Network() {
    limit(new TrackerLimits(2, 1_000, 10));
    leech(OURS, peer("2001:db8:0:1::1", 1), 50);
    leech(OURS, peer("2001:db8:0:1:ffff::1", 1), 50);
    assertThat(assertNotListed(OURS, peer("2001:db8:0:1::2", 9))).hasSize(2);
    leech(OURS, peer("2001:db8:0:2::1", 1), 50);
  }

  @Test
  void limit_ofPeersPerAddress_inACrowd() {
    limit(new TrackerLimits(64, 100_000, 10));
    IntStream.range(0, 5_000).forEach(i -> leech(OURS, ipv4(i), 0));
    for (int port = 1; port <= 64; port++) {
      leech(OURS, peer("192.0.2.1", port), 0);
    }
    assertThat(assertNotListed(OURS, peer("192.0.2.1", 65))).hasSize(50);
    IntStream.range(5_000, 10_000).forEach(i -> leech(OURS, ipv4(i), 0));
    assertThat(assertNotListed(OURS, peer("192.0.2.1", 65))).hasSize(50);
  }

  /** A carrier-grade NAT puts so many subscribers behind one address. */
  @Test
  void limit_ofPeersPerAddress_byDefault() {
    limit(TrackerLimits.DEFAULT);
    IntStream.rangeClosed(1, 1_000).forEach(port -> leech(OURS, peer("192.0.2.1", port), 0));
    assertThat(assertNotListed(OURS, peer("192.0.2.1", 1_001))).hasSize(50);
    leech(OURS, peer("192.0.2.2", 1_001), 0);
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1_001));
  }

  @Test
  void limit_ofPeersPerAddress_none() {
    limit(new TrackerLimits(0, 100_000, 10));
    IntStream.range(1, 2_000).forEach(port -> leech(OURS, peer("192.0.2.1", port), 0));
    assertThat(counts()).isEqualTo(new SwarmCounts(0, 0, 1_999));
  }

  @Test
  void limit_ofPeers() {
    limit(new TrackerLimits(64, 2, 10));
    leech(OURS, ipv4(1), 50);
    leech(FOREIGN, ipv6(1), 50);
    assertThat(assertNotListed(OURS, ipv4(2))).containsExactly(ipv4(1));
    assertThat(seed(OURS, ipv4(1), 50)).isEmpty();
    assertThat(counts()).isEqualTo(new SwarmCounts(1, 0, 0));
    clock.advance(TIMEOUT.plusSeconds(1));
    store.expire();
    leech(OURS, ipv4(2), 50);
  }

  @Test
  void limit_ofSwarms() {
    limit(new TrackerLimits(64, 1_000, 2));
    leech(OURS, ipv4(1), 50);
    leech(FOREIGN, ipv6(1), 50);
    var third = Samples.infoHash(3);
    assertThat(assertNotListed(third, ipv4(1))).isEmpty();
    assertThat(leech(OURS, ipv4(2), 50)).containsExactly(ipv4(1));
    announce(FOREIGN, ipv6(1), false, AnnounceEvent.STOPPED, 50);
    leech(third, ipv4(1), 50);
    assertThat(store.size()).isEqualTo(new StoreSize(3, 2));
  }

  @Test
  void announce_oneAddressHasManyPeers_atMostTwoOfItAreTold() {
    for (int i = 0; i < 40; i++) {
      leech(OURS, ipv4(i), 0);
    }
    for (int port = 1; port <= 500; port++) {
      var peer = peer("192.0.2.1", port);
      announce(OURS, peer, port % 2 == 0, AnnounceEvent.NONE, 0);
    }
    for (int i = 0; i < 20; i++) {
      var told = leech(OURS, ipv4(1000), 40);
      assertThat(told).hasSize(40).doesNotHaveDuplicates();
      assertThat(told.stream().filter(peer -> number(peer) == number(peer("192.0.2.1", 1))))
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void announce_nobodyElse_allOfTheAddressAreTold() {
    for (int port = 1; port <= 60; port++) {
      announce(OURS, peer("192.0.2.1", port), port % 2 == 0, AnnounceEvent.NONE, 0);
    }
    var told = leech(OURS, ipv4(1), 50);
    assertThat(told).hasSize(50).doesNotHaveDuplicates().doesNotContain(ipv4(1));
  }

  @Test
  void announce_halfFull_oneAddressHasItsShare() {
    limit(new TrackerLimits(0, 160, 1000));
    for (int i = 0; i < 1000; i++) {
      leech(infoHash(i), peer("192.0.2.1", 1 + i), 0);
    }
    assertThat(store.size().peers()).isEqualTo(80);
    for (int i = 0; i < 60; i++) {
      leech(OURS, ipv4(i), 0);
    }
    assertThat(store.size().peers()).isEqualTo(140);
  }

  @Test
  void announce_full_ourTorrentsHaveMore() {
    limit(new TrackerLimits(0, 160, 1));
    for (int i = 0; i < 300; i++) {
      leech(FOREIGN, ipv4(i), 0);
    }
    assertThat(store.size().peers()).isEqualTo(160);
    for (int i = 0; i < 300; i++) {
      leech(OURS, ipv4(i), 0);
    }
    assertThat(store.size()).isEqualTo(new StoreSize(200, 2));
  }

  private static InfoHash infoHash(int number) {
    return InfoHash.of(ByteBuffer.allocate(InfoHash.LENGTH).putInt(number).array());
  }

  /** Announces a leecher that gets peers, which are returned, but is told of nobody. */
  private List<PeerAddress> assertNotListed(InfoHash infoHash, PeerAddress peer) {
    var family = AddressFamily.of(peer.address());
    var size = store.size();
    var counts = store.scrape(infoHash, family);
    var got = announce(infoHash, peer, false, AnnounceEvent.STARTED, 50);
    assertThat(store.size()).isEqualTo(size);
    assertThat(store.scrape(infoHash, family)).isEqualTo(counts);
    return got;
  }
}
