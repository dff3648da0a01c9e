package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.torrent.PeerAddress;
import org.spillway.tracker.PeerTable.Order;

class PeerTableTest {
  private static final long SEED = 20;
  private static final int TIMEOUT = 40_000;

  /** The same operations on a map, with times that pass the end of the 16-bit stamps. */
  @ParameterizedTest
  @CsvSource({"IPV4, BY_PEER", "IPV6, BY_PEER", "IPV4, BY_HOST", "IPV6, BY_HOST"})
  void table_behavesLikeAMap(AddressFamily family, Order order) {
    System.out.println("PeerTableTest seed " + SEED);
    var random = new Random(SEED);
    IntFunction<PeerAddress> peers = number -> peer(family, number);
    var table = new PeerTable(family, random.nextLong(), order);
    Map<PeerAddress, Long> oracle = new HashMap<>();
    long seconds = 0;
    for (int i = 0; i < 50_000; i++) {
      // Waves, so that the table grows and shrinks.
      boolean adding = random.nextInt(100) < (i / 5_000 % 2 == 0 ? 80 : 20);
      var peer = peers.apply(random.nextInt(2_000));
      if (adding) {
        assertThat(table.put(peer, seconds)).isEqualTo(oracle.put(peer, seconds) == null);
      } else {
        assertThat(table.remove(peer)).isEqualTo(oracle.remove(peer) != null);
      }
      if (i % 1_000 == 999) {
        long now = seconds += random.nextInt(15_000);
        table.expire(seconds, TIMEOUT, host -> {});
        oracle.values().removeIf(last -> now - last > TIMEOUT);
        assertThat(all(table, family)).containsExactlyInAnyOrderElementsOf(oracle.keySet());
      }
      assertThat(table.size()).isEqualTo(oracle.size());
      if (order == Order.BY_HOST && i % 50 == 0) {
        var host = peer.address();
        long same = oracle.keySet().stream().filter(p -> p.address().equals(host)).count();
        assertThat(table.ofSameHost(peer)).isEqualTo((int) same);
      }
    }
  }

  /** Up to four of one host. */
  private static PeerAddress peer(AddressFamily family, int number) {
    String pattern = family == AddressFamily.IPV4 ? "10.0.%d.%d" : "2001:db8:a%x:%x::1";
    return Samples.peer(pattern.formatted(number >> 10, number >> 2 & 0xff), 1 + number % 4);
  }

  @Test
  void choose_exceptOne() {
    var table = new PeerTable(AddressFamily.IPV4, SEED, Order.BY_HOST);
    table.put(Samples.ipv4(1), 0);
    table.put(Samples.ipv4(2), 0);
    assertThat(choose(table, AddressFamily.IPV4, 9, Samples.ipv4(1)))
        .containsExactly(Samples.ipv4(2));
  }

  @Test
  void choose_fromNobody() {
    var table = new PeerTable(AddressFamily.IPV6, SEED, Order.BY_HOST);
    assertThat(choose(table, AddressFamily.IPV6, 9, Samples.ipv6(1))).isEmpty();
  }

  @Test
  void remove_fromNobody() {
    assertThat(new PeerTable(AddressFamily.IPV6, SEED, Order.BY_HOST).remove(Samples.ipv6(1)))
        .isFalse();
  }

  @Test
  void footprint_ofAGrowingSwarm() {
    var table = new PeerTable(AddressFamily.IPV4, SEED, Order.BY_HOST);
    for (int peers = 1; peers <= 50_000; peers++) {
      table.put(Samples.ipv4(peers), 0);
      if (peers >= 100) {
        assertThat(table.footprint() * (double) Long.BYTES / peers).isBetween(10.0, 12.2);
      }
    }
  }

  @Test
  void footprint_afterTheCrowdHasGone() {
    var table = new PeerTable(AddressFamily.IPV4, SEED, Order.BY_HOST);
    for (int i = 0; i < 10_000; i++) {
      table.put(Samples.ipv4(i), 0);
    }
    for (int i = 10; i < 10_000; i++) {
      table.remove(Samples.ipv4(i));
    }
    assertThat(table.footprint()).isLessThanOrEqualTo(40);
  }

  private static List<PeerAddress> all(PeerTable table, AddressFamily family) {
    var nobody = Samples.peer(family == AddressFamily.IPV4 ? "192.0.2.1" : "2001:db8:1::1", 1);
    return choose(table, family, table.size(), nobody);
  }

  private static List<PeerAddress> choose(
      PeerTable table, AddressFamily family, int count, PeerAddress except) {
    var out = ByteBuffer.allocate(count * family.compactLength());
    table.choose(count, except, out, new HostCounts(count));
    table.chooseMore(count - out.position() / family.compactLength(), except, out, 0);
    return family.read(out.flip());
  }
}
