package org.spillway.swarm.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.net.IpAddresses;

class RoutingTableTest {
  private final Random random = new Random(20261130);
  private final NodeId own = NodeId.random(random);
  private long now = 77;
  private final ContactPolicy policy = new ContactPolicy(DhtSettings.DEFAULT, () -> now);
  private final RoutingTable table = new RoutingTable(own, policy, () -> now);
  private int count;

  private void pass(Duration time) {
    now += time.toNanos();
  }

  /** Returns a node that shares so many bits with us, at an address that its id does not fit. */
  private NodeInfo node(int bits) {
    return new NodeInfo(own.randomAt(bits, random), SimulatedDht.address(count++));
  }

  private static NodeInfo at(NodeId id, String address, int port) {
    return new NodeInfo(id, new InetSocketAddress(IpAddresses.parse(address).orElseThrow(), port));
  }

  private List<NodeInfo> add(int nodes, int bits) {
    List<NodeInfo> added = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      added.add(node(bits));
      table.replied(added.get(i));
    }
    return added;
  }

  private void fail(NodeInfo node, int times) {
    for (int i = 0; i < times; i++) {
      table.failed(node.address());
    }
  }

  private List<NodeInfo> all() {
    return table.closest(own, 10_000);
  }

  @Test
  void replied_farNodes_eightStay() {
    add(8, 3);
    var far = add(20, 0);
    assertThat(all()).hasSize(16).containsAll(far.subList(0, 8));
  }

  @Test
  void replied_closerAndCloser_bucketsSplit() {
    for (int bits = 0; bits < 40; bits++) {
      add(10, bits);
    }
    // The last bucket has not been split yet, and keeps eight of the closest.
    assertThat(table.size()).isGreaterThanOrEqualTo(8 * 39);
    assertThat(table.buckets()).isBetween(39, 41);
    assertThat(table.good()).isEqualTo(table.size());
  }

  @Test
  void replied_ourselves_isLeftOut() {
    table.replied(new NodeInfo(own, SimulatedDht.address(1)));
    assertThat(table.size()).isZero();
    assertThat(table.wants(new NodeInfo(own, SimulatedDht.address(1)))).isFalse();
  }

  @Test
  void failed_twice_nodeThatWaitsTakesThePlace() {
    add(8, 1);
    var nodes = add(9, 0);
    fail(nodes.get(3), 1);
    assertThat(all()).contains(nodes.get(3)).doesNotContain(nodes.get(8));
    fail(nodes.get(3), 1);
    assertThat(all()).doesNotContain(nodes.get(3)).contains(nodes.get(8)).hasSize(16);
  }

  @Test
  void failed_nobodyWaits_isKeptButNotNamed() {
    var nodes = add(8, 0);
    fail(nodes.get(3), 2);
    assertThat(table.size()).isEqualTo(8);
    assertThat(table.closest(own, 100)).hasSize(7).doesNotContain(nodes.get(3));
    assertThat(table.closestGood(own, 100)).hasSize(7).doesNotContain(nodes.get(3));
    fail(nodes.get(3), 3);
    assertThat(table.size()).isEqualTo(7);
  }

  /** When nobody answers, the fault may be ours. */
  @Test
  void failed_allOfThem_areKept() {
    var nodes = add(8, 0);
    nodes.forEach(node -> fail(node, 10));
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.freshest()).hasSize(1);
    table.replied(table.freshest().get(0));
    assertThat(table.good()).isEqualTo(1);
  }

  @Test
  void replied_bucketWithBadNode_newcomerTakesThePlace() {
    add(8, 1);
    var nodes = add(8, 0);
    fail(nodes.get(0), 2);
    var newcomer = node(0);
    assertThat(table.wants(newcomer)).isTrue();
    table.replied(newcomer);
    assertThat(all()).contains(newcomer).doesNotContain(nodes.get(0));
    assertThat(table.wants(node(0))).isFalse();
  }

  @Test
  void replied_sameAddress_onlyOneNode() {
    var first = at(own.randomAt(0, random), "84.1.2.3", 1000);
    table.replied(first);
    table.replied(at(own.randomAt(1, random), "84.1.2.3", 1001));
    assertThat(all()).containsExactly(first);
    fail(first, 2);
    var second = at(own.randomAt(1, random), "84.1.2.3", 1002);
    table.replied(second);
    assertThat(all()).containsExactly(second);
  }

  @Test
  void replied_newIdAtTheSamePort_replacesTheOld() {
    table.replied(at(own.randomAt(0, random), "84.1.2.3", 1000));
    var again = at(own.randomAt(1, random), "84.1.2.3", 1000);
    table.replied(again);
    assertThat(all()).containsExactly(again);
  }

  @Test
  void replied_sameIdElsewhere_firstStays() {
    var id = own.randomAt(0, random);
    var first = at(id, "84.1.2.3", 1000);
    table.replied(first);
    table.replied(at(id, "85.1.2.3", 1000));
    assertThat(all()).containsExactly(first);
    fail(first, 2);
    table.replied(at(id, "85.1.2.3", 1000));
    assertThat(all()).containsExactly(at(id, "85.1.2.3", 1000));
  }

  @Test
  void replied_sameNetwork_twoInABucket() {
    for (int i = 1; i < 10; i++) {
      table.replied(at(own.randomAt(0, random), "84.1.2." + i, 1000));
    }
    assertThat(all()).hasSize(2);
  }

  @Test
  void replied_sameNetworkOfIpv6_twoInABucket() {
    for (int i = 1; i < 10; i++) {
      table.replied(at(own.randomAt(0, random), "2a01:4f8::" + i, 1000));
    }
    assertThat(all()).hasSize(2);
  }

  @Test
  void replied_severalPerAddress_allStay() {
    var local = DhtSettings.DEFAULT.withSeveralPerAddress(true);
    var free = new RoutingTable(own, new ContactPolicy(local, () -> now), () -> now);
    for (int i = 1; i < 9; i++) {
      free.replied(at(own.randomAt(0, random), "84.1.2.3", 1000 + i));
    }
    assertThat(free.size()).isEqualTo(8);
  }

  /** Such a node takes the place of one that has been quiet for long. */
  @Test
  void replied_idThatFits_isPreferred() {
    add(8, 1);
    add(8, 0);
    var address = SimulatedDht.address(999);
    NodeId id = SecureIds.create(address.getAddress(), random);
    while (own.sharedBits(id) != 0) {
      id = SecureIds.create(address.getAddress(), random);
    }
    var secure = new NodeInfo(id, address);
    assertThat(table.wants(secure)).isFalse();
    pass(TableNode.GOOD);
    assertThat(table.wants(secure)).isTrue();
    table.replied(secure);
    assertThat(all()).contains(secure).hasSize(16);
    var unfit = node(0);
    table.replied(unfit);
    assertThat(all()).doesNotContain(unfit);
  }

  @Test
  void good_untilQuietForLong() {
    var node = add(1, 0).get(0);
    var quiet = add(1, 0).get(0);
    pass(TableNode.GOOD.minusSeconds(1));
    table.asked(node);
    table.asked(new NodeInfo(NodeId.random(random), quiet.address()));
    assertThat(table.good()).isEqualTo(2);
    pass(Duration.ofSeconds(1));
    assertThat(table.closestGood(own, 8)).containsExactly(node);
    assertThat(table.closest(own, 8)).hasSize(2);
    assertThat(table.nextToProve(Duration.ofMinutes(1))).hasValue(quiet);
    assertThat(table.nextToProve(Duration.ofMinutes(1))).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(table.nextToProve(Duration.ofMinutes(1))).hasValue(quiet);
    table.replied(quiet);
    assertThat(table.good()).isEqualTo(2);
  }

  @Test
  void nextToRefresh_bucketWithoutChange() {
    add(9, 0);
    add(9, 1);
    add(3, 2);
    assertThat(table.nextToRefresh(random)).isEmpty();
    pass(RoutingTable.STALE.minusSeconds(1));
    var changed = add(1, 1);
    assertThat(changed).hasSize(1);
    pass(Duration.ofSeconds(1));
    var first = table.nextToRefresh(random).orElseThrow();
    assertThat(own.sharedBits(first)).isZero();
    List<NodeId> others = new ArrayList<>();
    for (var next = table.nextToRefresh(random); next.isPresent(); ) {
      others.add(next.get());
      next = table.nextToRefresh(random);
    }
    assertThat(others).contains(own).hasSize(table.buckets() - 1);
  }

  @Test
  void closest_areSorted() {
    for (int bits = 0; bits < 20; bits++) {
      add(8, bits);
    }
    var target = NodeId.random(random);
    var expected = new ArrayList<>(all());
    expected.sort(Comparator.comparing(NodeInfo::id, target.closestFirst()));
    assertThat(table.closestGood(target, 8)).isEqualTo(expected.subList(0, 8));
  }

  @Test
  void become_nodesAreSortedAnew() {
    for (int bits = 0; bits < 20; bits++) {
      add(8, bits);
    }
    var id = NodeId.random(random);
    table.become(id);
    assertThat(table.own()).isEqualTo(id);
    assertThat(table.size()).isGreaterThanOrEqualTo(16);
    assertThat(table.good()).isEqualTo(table.size());
  }

  /** Whatever happens, each host has one entry, and each bucket eight nodes at most. */
  @Test
  void randomEvents_staysBounded() {
    List<NodeInfo> nodes = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      nodes.add(node(random.nextInt(12)));
    }
    for (int i = 0; i < 100_000; i++) {
      var node = nodes.get(random.nextInt(nodes.size()));
      switch (random.nextInt(4)) {
        case 0 -> table.replied(node);
        case 1 -> table.replied(new NodeInfo(own.randomAt(1, random), node.address()));
        case 2 -> fail(node, 2);
        default -> pass(Duration.ofMillis(random.nextInt(2000)));
      }
    }
    assertThat(table.size()).isLessThanOrEqualTo(8 * table.buckets());
    assertThat(table.freshest()).extracting(NodeInfo::address).doesNotHaveDuplicates();
    assertThat(table.freshest()).extracting(NodeInfo::id).doesNotHaveDuplicates();
  }
}
