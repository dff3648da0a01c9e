package org.spillway.swarm.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.net.AddressScope;
import org.spillway.net.IpAddresses;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/** The parts that keep strangers within bounds. */
class DhtGuardsTest {
  private static final InetAddress SOMEBODY = address("84.1.2.3");
  private static final InfoHash TORRENT = InfoHash.of(new byte[20]);

  private final Random random = new Random(20261130);
  private long now = -5;

  private static InetAddress address(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void token_isValidForFiveToTenMinutes() {
    var tokens = new AnnounceTokens(random, () -> now);
    pass(Duration.ofMinutes(4));
    var token = tokens.issue(SOMEBODY);
    assertThat(token.length()).isEqualTo(8);
    pass(Duration.ofMinutes(5));
    assertThat(tokens.isValid(token, SOMEBODY)).isTrue();
    assertThat(tokens.issue(SOMEBODY)).isNotEqualTo(token);
    pass(Duration.ofMinutes(1));
    assertThat(tokens.isValid(token, SOMEBODY)).isFalse();
  }

  @Test
  void token_afterALongTime_isInvalid() {
    var tokens = new AnnounceTokens(random, () -> now);
    var token = tokens.issue(SOMEBODY);
    pass(Duration.ofDays(3));
    assertThat(tokens.isValid(token, SOMEBODY)).isFalse();
    assertThat(tokens.isValid(tokens.issue(SOMEBODY), SOMEBODY)).isTrue();
  }

  @Test
  void token_ofAnotherAddressOrLength_isInvalid() {
    var tokens = new AnnounceTokens(random, () -> now);
    var token = tokens.issue(SOMEBODY);
    assertThat(tokens.isValid(token, address("84.1.2.4"))).isFalse();
    assertThat(tokens.isValid(BencodeString.of(""), SOMEBODY)).isFalse();
    assertThat(tokens.isValid(BencodeString.of(new byte[9]), SOMEBODY)).isFalse();
    assertThat(tokens.isValid(token, SOMEBODY)).isTrue();
  }

  private PeerStore store(DhtSettings settings) {
    return new PeerStore(settings, () -> now, random);
  }

  private static PeerAddress peer(int number) {
    return new PeerAddress(SimulatedDht.address(number).getAddress(), 6881);
  }

  private InfoHash torrent() {
    return InfoHash.of(NodeId.random(random).toBytes());
  }

  @Test
  void store_peerExpires_unlessItAnnouncesAgain() {
    var store = store(DhtSettings.DEFAULT);
    assertThat(store.add(TORRENT, peer(1))).isTrue();
    assertThat(store.add(TORRENT, peer(2))).isTrue();
    pass(Duration.ofMinutes(20));
    assertThat(store.add(TORRENT, peer(1))).isTrue();
    pass(Duration.ofMinutes(10));
    assertThat(store.some(TORRENT, 10)).containsExactly(peer(1));
    store.expire();
    assertThat(store.size()).isEqualTo(1);
    pass(Duration.ofMinutes(20));
    assertThat(store.some(TORRENT, 10)).isEmpty();
    store.expire();
    assertThat(store.size()).isZero();
    assertThat(store.torrents()).isZero();
  }

  @Test
  void store_some_areDrawnAtRandom() {
    var store = store(DhtSettings.DEFAULT);
    for (int i = 0; i < 100; i++) {
      store.add(TORRENT, peer(i));
    }
    Set<PeerAddress> drawn = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      var some = store.some(TORRENT, 10);
      assertThat(some).hasSize(10).doesNotHaveDuplicates();
      drawn.addAll(some);
    }
    assertThat(drawn).hasSize(100);
    assertThat(store.some(TORRENT, 1000)).hasSize(100);
    assertThat(store.some(torrent(), 1000)).isEmpty();
  }

  @Test
  void store_isBounded() {
    var store = store(DhtSettings.DEFAULT.withStoredPeers(50).withStoredPeersPerTorrent(20));
    int taken = 0;
    for (int i = 0; i < 40; i++) {
      taken += store.add(TORRENT, peer(i)) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(20);
    for (int i = 0; i < 100; i++) {
      taken += store.add(torrent(), peer(i)) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(50).isEqualTo(store.size());
    pass(PeerStore.LIFETIME);
    store.expire();
    assertThat(store.add(TORRENT, peer(1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"84.1.2.3,84.1.2.3", "2a01:4f8::1,2a01:4f8::ffff:0:0:2"})
  void store_hostHasItsShare(String one, String other) {
    var store = store(DhtSettings.DEFAULT.withStoredPeersPerHost(30));
    int taken = 0;
    for (int i = 1; i <= 10; i++) {
      taken += store.add(TORRENT, new PeerAddress(address(i < 5 ? one : other), i)) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(PeerStore.SWARM_SHARE);
    for (int i = 0; i < 100; i++) {
      taken += store.add(torrent(), new PeerAddress(address(other), 1)) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(30);
    pass(PeerStore.LIFETIME);
    store.expire();
    assertThat(store.add(TORRENT, new PeerAddress(address(one), 1))).isTrue();
  }

  private static int admitted(QueryLimits limits, InetAddress address, int queries) {
    int admitted = 0;
    for (int i = 0; i < queries; i++) {
      admitted += limits.admits(address) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void limits_hostHasARate() {
    var limits = new QueryLimits(DhtSettings.DEFAULT, () -> now);
    assertThat(admitted(limits, SOMEBODY, 1000)).isEqualTo(100);
    assertThat(admitted(limits, address("84.1.2.4"), 1000)).isEqualTo(100);
    pass(Duration.ofSeconds(2));
    assertThat(admitted(limits, SOMEBODY, 1000)).isEqualTo(40);
    pass(Duration.ofHours(2));
    assertThat(admitted(limits, SOMEBODY, 1000)).isEqualTo(100);
  }

  @Test
  void limits_allTogetherHaveARate_andTheTableIsBounded() {
    var limits = new QueryLimits(DhtSettings.DEFAULT, () -> now);
    int admitted = 0;
    for (int i = 0; i < 10_000; i++) {
      admitted += limits.admits(SimulatedDht.address(i).getAddress()) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(1000);
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(1));
      for (int j = 0; j < 1000; j++) {
        limits.admits(SimulatedDht.address(i * 1000 + j).getAddress());
      }
    }
    assertThat(limits.size()).isEqualTo(QueryLimits.MOST_HOSTS);
  }

  @ParameterizedTest
  @CsvSource({
    // The columns are our scope, the sender, the node that it names, and whether we ask that node.
    "WORLD, 84.1.2.3, 85.1.2.3, true",
    "WORLD, 84.1.2.3, 127.0.0.1, false",
    "WORLD, 84.1.2.3, 10.0.0.1, false",
    "WORLD, 84.1.2.3, 192.168.0.1, false",
    "WORLD, 84.1.2.3, 169.254.1.1, false",
    "WORLD, 84.1.2.3, 224.0.0.1, false",
    "WORLD, 84.1.2.3, 255.255.255.255, false",
    "WORLD, 84.1.2.3, 0.0.0.0, false",
    "WORLD, 10.0.0.2, 10.0.0.1, false",
    "NETWORK, 10.0.0.2, 10.0.0.1, true",
    "NETWORK, 84.1.2.3, 10.0.0.1, false",
    "NETWORK, 10.0.0.2, 127.0.0.1, false",
    "NETWORK, 10.0.0.2, 85.1.2.3, true",
    "MACHINE, 127.0.0.1, 127.0.0.1, true",
    "MACHINE, 10.0.0.1, 127.0.0.1, false",
    "MACHINE, 127.0.0.1, 224.0.0.1, false",
    "WORLD, 84.1.2.3, 2a01:4f8::1, false",
  })
  void policy_nobodyLeadsFurtherInside(
      AddressScope ours, String teller, String node, boolean asked) {
    var policy = new ContactPolicy(DhtSettings.DEFAULT.withScope(ours), () -> now);
    assertThat(policy.mayAsk(new InetSocketAddress(address(node), 6881), address(teller)))
        .isEqualTo(asked);
    assertThat(policy.mayAsk(new InetSocketAddress(address(node), 0), address(teller))).isFalse();
  }

  @Test
  void policy_silentHost_hasPeaceThatGrows() {
    var policy = new ContactPolicy(DhtSettings.DEFAULT, () -> now);
    var node = new InetSocketAddress(SOMEBODY, 1000);
    var otherPort = new InetSocketAddress(SOMEBODY, 1001);
    policy.silent(node);
    assertThat(policy.mayAsk(otherPort, SOMEBODY)).isFalse();
    pass(ContactPolicy.FIRST_PEACE);
    assertThat(policy.mayAsk(otherPort, SOMEBODY)).isTrue();
    policy.silent(otherPort);
    pass(ContactPolicy.FIRST_PEACE);
    assertThat(policy.mayAsk(node, SOMEBODY)).isFalse();
    policy.spoke(node);
    assertThat(policy.mayAsk(node, SOMEBODY)).isTrue();
  }

  @Test
  void external_needsVotesOfManyNetworks() {
    var external = new ExternalAddress(IpFamily.IPV4);
    var ours = address("89.1.2.3");
    for (int i = 1; i < 100; i++) {
      external.vote(address("84.1.2." + i), ours);
    }
    assertThat(external.elected()).isEmpty();
    for (int i = 1; i < ExternalAddress.ENOUGH - 1; i++) {
      external.vote(address("84.1." + (i + 2) + ".1"), ours);
    }
    assertThat(external.elected()).isEmpty();
    external.vote(address("85.1.1.1"), address("127.0.0.1"));
    external.vote(address("85.1.1.1"), address("2a01:4f8::1"));
    assertThat(external.elected()).isEmpty();
    external.vote(address("85.1.2.1"), ours);
    assertThat(external.elected()).hasValue(ours);
  }

  @Test
  void external_ipv6_networksOfOneProviderAreOneVoter() {
    var external = new ExternalAddress(IpFamily.IPV6);
    var ours = address("2a00:1::1");
    for (int i = 1; i < 100; i++) {
      external.vote(address("2a01:4f8:" + i + "::1"), ours);
    }
    assertThat(external.elected()).isEmpty();
    for (int i = 1; i < ExternalAddress.ENOUGH; i++) {
      external.vote(address("2a02:" + i + "::1"), ours);
    }
    assertThat(external.elected()).hasValue(ours);
  }

  @Test
  void external_changes_whenMostSaySo() {
    var external = new ExternalAddress(IpFamily.IPV4);
    for (int i = 0; i < 40; i++) {
      external.vote(address("84.1." + i + ".1"), address("89.1.2.3"));
    }
    for (int i = 0; i < ExternalAddress.VOTES / 2; i++) {
      external.vote(address("84.2." + i + ".1"), address("89.1.2.4"));
    }
    assertThat(external.elected()).hasValue(address("89.1.2.3"));
    external.vote(address("84.3.1.1"), address("89.1.2.4"));
    assertThat(external.elected()).hasValue(address("89.1.2.4"));
  }
}
