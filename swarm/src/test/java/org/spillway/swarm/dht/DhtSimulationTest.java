package org.spillway.swarm.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.swarm.dht.SimulatedDht.Member;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Hundreds of nodes in a network that is simulated, and so is the time. */
class DhtSimulationTest {
  private static final long SEED = 20261130;
  private static final int NODES = 220;

  private final SimulatedDht network = new SimulatedDht(SEED);

  private Member someone() {
    return network.members.get(1 + network.random.nextInt(network.members.size() - 1));
  }

  /** Has random nodes announce a torrent each. */
  private Map<InfoHash, Member> announce(int torrents) {
    var announced = new LinkedHashMap<InfoHash, Member>();
    for (int i = 0; i < torrents; i++) {
      var member = someone();
      var infoHash = network.randomInfoHash();
      member.dht.announce(infoHash, 7000, false);
      announced.put(infoHash, member);
    }
    return announced;
  }

  /** Returns how many of the torrents a random node finds within so many seconds each. */
  private int find(Map<InfoHash, Member> announced, double seconds) {
    int found = 0;
    List<Double> times = new ArrayList<>();
    for (var entry : announced.entrySet()) {
      var finder = someone();
      var peer = new PeerAddress(entry.getValue().address.getAddress(), 7000);
      finder.dht.findPeers(entry.getKey());
      long begin = network.nanoTime();
      if (network.runUntil(() -> finder.found(entry.getKey()).contains(peer), seconds)) {
        found++;
        times.add((network.nanoTime() - begin) / 1e9);
      }
    }
    times.sort(null);
    System.out.printf(
        "found %d of %d, after %.2f s in the median, %.2f s at most%n",
        found, announced.size(), times.get(times.size() / 2), times.get(times.size() - 1));
    return found;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void announced_isFound(double loss) {
    network.loss = loss;
    network.populate(NODES);
    network.run(60);
    var announced = announce(40);
    network.run(60);
    assertThat(find(announced, 20)).isEqualTo(40);
    for (Member member : network.members) {
      assertThat(member.dht.stats().goodNodes()).isGreaterThan(10);
      assertThat(member.dht.externalAddress()).hasValue(member.address.getAddress());
      assertThat(SecureIds.fits(member.dht.id(), member.address.getAddress())).isTrue();
    }
  }

  @Test
  void third_dies_announcedIsFound() {
    network.populate(NODES);
    network.run(60);
    var announced = announce(40);
    network.run(60);
    var holders = List.copyOf(announced.values());
    for (int i = 0; i < NODES * 3 / 10; i++) {
      var victim = someone();
      if (!holders.contains(victim)) {
        network.kill(victim);
      }
    }
    assertThat(find(announced, 40)).isGreaterThanOrEqualTo(38);
    network.run(20 * 60);
    assertThat(find(announced, 40)).isEqualTo(40);
    for (Member member : network.members) {
      assertThat(member.dht.stats().goodNodes()).isGreaterThan(10);
    }
  }

  /** The victims are few, and named with other ports each time: that is the worst case for them. */
  @Test
  void third_lies_announcedIsFound_victimsHavePeace() {
    network.populate(NODES);
    network.run(60);
    var victims = IntStream.range(1000, 1030).mapToObj(SimulatedDht::address).toList();
    for (int i = 0; i < NODES * 3 / 10; i++) {
      LyingNode.turn(network, someone(), victims);
    }
    network.toNobody.clear();
    long begin = network.nanoTime();
    var announced = announce(40);
    network.run(60);
    assertThat(find(announced, 60)).isGreaterThanOrEqualTo(38);
    network.run(60 * 20);
    assertThat(find(announced, 60)).isGreaterThanOrEqualTo(38);
    double minutes = (network.nanoTime() - begin) / 60e9;
    int most = 0;
    for (var victim : victims) {
      var counts = network.toNobody.getOrDefault(victim.getAddress(), Map.of()).values();
      most = Math.max(most, counts.stream().mapToInt(count -> count).max().orElse(0));
    }
    System.out.printf("%d datagrams of one node to one victim in %.0f minutes%n", most, minutes);
    assertThat(most).isLessThanOrEqualTo(4);
  }

  /** All torrents are added at once. */
  @Test
  void manyTorrents_areSpreadOverTheInterval() {
    network.populate(50);
    network.run(60);
    int torrents = 10_000;
    var seeder = network.add(SimulatedDht.address(500));
    seeder.dht.addNodes(List.of(SimulatedDht.address(0)));
    network.run(10);
    for (int i = 0; i < torrents; i++) {
      seeder.dht.announce(network.randomInfoHash(), 6881, false);
    }
    int most = 0;
    long before = seeder.dht.stats().traffic().queriesSent();
    long begin = before;
    for (int second = 0; second < 15 * 60; second++) {
      network.run(1);
      long after = seeder.dht.stats().traffic().queriesSent();
      most = (int) Math.max(most, after - before);
      before = after;
      assertThat(seeder.dht.stats().lookups()).isLessThanOrEqualTo(64);
    }
    System.out.printf(
        "%d torrents, %d looked up, %d queries, %d in a second at most%n",
        torrents, seeder.ended.size(), before - begin, most);
    assertThat(seeder.ended).hasSizeGreaterThan(torrents * 98 / 100);
    assertThat(most).isLessThan(2 * (int) (before - begin) / (15 * 60));
  }

  /** Only two hosts know each other over IPv6; all others find nodes there over IPv4. */
  @Test
  void bothFamilies_helpEachOther() {
    List<Member> ipv6 = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      var member4 = network.add(SimulatedDht.address(i));
      var member6 = network.add(SimulatedDht.address6(i));
      member4.dht.joinWith(member6.dht);
      ipv6.add(member6);
      if (i > 0) {
        member4.dht.addNodes(List.of(SimulatedDht.address(0)));
      }
      if (i == 1) {
        member6.dht.addNodes(List.of(SimulatedDht.address6(0)));
      }
      network.run(2);
    }
    network.run(60);
    for (Member member : ipv6) {
      assertThat(member.dht.stats().goodNodes()).isGreaterThan(8);
    }
    var infoHash = network.randomInfoHash();
    ipv6.get(5).dht.announce(infoHash, 7000, false);
    network.run(10);
    ipv6.get(30).dht.findPeers(infoHash);
    network.run(10);
    assertThat(ipv6.get(30).found(infoHash))
        .containsExactly(new PeerAddress(ipv6.get(5).address.getAddress(), 7000));
  }

  @Test
  void readOnlyNode_findsAndIsForgotten() {
    network.populate(60);
    network.run(30);
    var announced = announce(1);
    network.run(30);
    var shy = network.add(SimulatedDht.address(700), DhtSettings.DEFAULT.withReadOnly(true));
    shy.dht.addNodes(List.of(SimulatedDht.address(0)));
    network.run(30);
    var infoHash = announced.keySet().iterator().next();
    shy.dht.findPeers(infoHash);
    network.run(10);
    assertThat(shy.found(infoHash)).hasSize(1);
    assertThat(shy.dht.stats().traffic().queriesReceived()).isZero();
  }

  /** The torrent stays findable while nodes come and go and tokens and peers expire. */
  @Test
  void churn_torrentStaysFindable() {
    network.loss = 0.02;
    network.populate(150);
    network.run(60);
    var announced = announce(10);
    network.run(30);
    var holders = List.copyOf(announced.values());
    for (int minute = 0; minute < 60; minute++) {
      for (int i = 0; i < 3; i++) {
        var leaving = someone();
        if (!holders.contains(leaving)) {
          network.kill(leaving);
        }
        var coming = network.add(SimulatedDht.address(2000 + 3 * minute + i));
        coming.dht.addNodes(List.of(someone().address, someone().address));
      }
      network.run(60);
    }
    assertThat(find(announced, 30)).isEqualTo(10);
  }
}
