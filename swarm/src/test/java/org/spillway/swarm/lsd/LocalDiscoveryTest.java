package org.spillway.swarm.lsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.net.AddressBlock;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

class LocalDiscoveryTest {
  private static final InfoHash ONE = InfoHash.parse("0123456789abcdef0123456789abcdef01234567");
  private static final InfoHash TWO = InfoHash.parse("fedcba9876543210fedcba9876543210fedcba98");

  private final Random random = new Random(20261130);
  private final List<LsdMessage> sent = new ArrayList<>();
  private final List<PeerAddress> found = new ArrayList<>();
  private long now = -3;
  private final LocalDiscovery discovery =
      new LocalDiscovery(
          LsdGroup.IPV4,
          6881,
          this::send,
          () -> now,
          random,
          AddressBlock.parse("192.168.1.0/24").orElseThrow()::contains,
          (infoHash, peer) -> found.add(peer));

  private void send(ByteBuffer datagram) {
    try {
      sent.add(LsdMessage.read(datagram));
    } catch (MalformedLsdException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now = Math.min(end, now + 100_000_000);
      discovery.tick();
    }
  }

  private void receive(String host, int port, InfoHash infoHash, String cookie) {
    var message = new LsdMessage(LsdGroup.IPV4.host(), port, List.of(infoHash), cookie);
    discovery.received(new InetSocketAddress(host, 40000), ByteBuffer.wrap(message.toBytes()));
  }

  @Test
  void announce_everyFiveMinutes() {
    discovery.add(ONE);
    discovery.add(ONE);
    pass(Duration.ofMinutes(4));
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).infoHashes()).containsExactly(ONE);
    assertThat(sent.get(0).port()).isEqualTo(6881);
    pass(Duration.ofMinutes(26));
    assertThat(sent).hasSize(6);
    discovery.remove(ONE);
    pass(Duration.ofMinutes(26));
    assertThat(sent).hasSize(6);
  }

  @Test
  void announce_many_oneDatagramASecond() {
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[20];
      random.nextBytes(bytes);
      discovery.add(InfoHash.of(bytes));
    }
    pass(Duration.ofSeconds(10));
    assertThat(sent).hasSizeBetween(9, 11);
    pass(Duration.ofSeconds(260));
    assertThat(sent).hasSize(50);
    assertThat(sent.stream().flatMap(message -> message.infoHashes().stream()))
        .hasSize(1000)
        .doesNotHaveDuplicates();
  }

  @Test
  void heard_peerOfOurTorrent_isReportedOnce() {
    discovery.add(ONE);
    receive("192.168.1.7", 1234, ONE, "theirs");
    receive("192.168.1.7", 1234, ONE, "theirs");
    receive("192.168.1.7", 1235, TWO, "theirs");
    assertThat(found)
        .containsExactly(
            new PeerAddress(new InetSocketAddress("192.168.1.7", 1).getAddress(), 1234));
    pass(LocalDiscovery.INTERVAL);
    receive("192.168.1.7", 1234, ONE, "theirs");
    assertThat(found).hasSize(2);
  }

  /** Who has come since the last announce need not wait for the next one. */
  @Test
  void heard_newPeer_isAnsweredOnceAMinute() {
    discovery.add(ONE);
    pass(Duration.ofMinutes(2));
    receive("192.168.1.7", 1234, ONE, "theirs");
    receive("192.168.1.7", 1234, ONE, "theirs");
    pass(Duration.ofSeconds(1));
    assertThat(sent).hasSize(2);
    receive("192.168.1.8", 1234, ONE, "theirs");
    receive("192.168.1.9", 1234, ONE, "theirs");
    pass(Duration.ofSeconds(50));
    assertThat(sent).hasSize(2);
    pass(Duration.ofSeconds(20));
    assertThat(sent).hasSize(3);
    pass(Duration.ofMinutes(4));
    assertThat(sent).hasSize(3);
  }

  @Test
  void heard_ourselvesOrFromElsewhere_isIgnored() {
    discovery.add(ONE);
    pass(Duration.ofSeconds(1));
    receive("192.168.1.7", 1234, ONE, sent.get(0).cookie());
    receive("192.168.2.7", 1234, ONE, "theirs");
    receive("8.8.8.8", 1234, ONE, "theirs");
    discovery.received(new InetSocketAddress("192.168.1.7", 1), ByteBuffer.wrap(new byte[3]));
    assertThat(found).isEmpty();
  }

  @Test
  void heard_flood_isBounded() {
    discovery.add(ONE);
    for (int i = 1; i <= 1000; i++) {
      receive("192.168.1.7", i, ONE, "theirs");
    }
    assertThat(found).hasSize(LocalDiscovery.MOST_OF_ONE_ADDRESS);
    for (int i = 1; i <= 1000; i++) {
      receive("192.168.1." + (i % 250 + 1), i, ONE, "theirs");
    }
    assertThat(found).hasSizeLessThanOrEqualTo(LocalDiscovery.MOST_RECEIVED);
    pass(Duration.ofSeconds(1));
    receive("192.168.1.9", 4321, ONE, "theirs");
    assertThat(found.get(found.size() - 1).port()).isEqualTo(4321);
  }
}
