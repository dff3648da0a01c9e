package org.spillway.swarm.pex;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.PexMessage;

class PeerExchangeTest {
  private static final Optional<PeerAddress> UNKNOWN = Optional.empty();

  /** A clock that is about to overflow, as System.nanoTime may be. */
  private long now = Long.MAX_VALUE - 1000;

  private final ConnectedPeers connected = new ConnectedPeers();

  private static PexMessage.Added peer(String host) {
    try {
      var address = new PeerAddress(InetAddress.getByName(host), 6881);
      return new PexMessage.Added(address, PexMessage.Added.UTP);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private PeerExchange exchange(String remote) {
    return new PeerExchange(connected, peer(remote).address().address(), () -> now);
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private void connect(int from, int to) {
    IntStream.range(from, to).mapToObj(PeerExchangeTest::numbered).forEach(connected::add);
  }

  private static PexMessage.Added numbered(int number) {
    return peer("198.51.%d.%d".formatted(number / 256, number % 256));
  }

  @Test
  void next_differenceOnceAMinute() {
    var exchange = exchange("203.0.113.1");
    assertThat(exchange.next(UNKNOWN)).isEmpty();
    connect(0, 2);
    assertThat(exchange.next(UNKNOWN))
        .contains(new PexMessage(List.of(numbered(0), numbered(1)), List.of()));
    connected.remove(numbered(0).address());
    connect(2, 3);
    pass(59);
    assertThat(exchange.next(UNKNOWN)).isEmpty();
    pass(1);
    assertThat(exchange.next(UNKNOWN))
        .contains(new PexMessage(List.of(numbered(2)), List.of(numbered(0).address())));
    pass(60);
    assertThat(exchange.next(UNKNOWN)).isEmpty();
  }

  @Test
  void next_manyPeers_fiftyAtATime() {
    var exchange = exchange("203.0.113.1");
    connect(0, 120);
    for (int expected : new int[] {50, 50, 20}) {
      assertThat(exchange.next(UNKNOWN).orElseThrow().added()).hasSize(expected);
      pass(60);
    }
    IntStream.range(0, 120).forEach(number -> connected.remove(numbered(number).address()));
    for (int expected : new int[] {50, 50, 20}) {
      assertThat(exchange.next(UNKNOWN).orElseThrow().dropped()).hasSize(expected);
      pass(60);
    }
    assertThat(exchange.next(UNKNOWN)).isEmpty();
  }

  @Test
  void next_moreThanAreRemembered_areNotTold() {
    var exchange = exchange("203.0.113.1");
    connect(0, 1000);
    int told = 0;
    for (int i = 0; i < 10; i++) {
      told += exchange.next(UNKNOWN).map(message -> message.added().size()).orElse(0);
      pass(60);
    }
    assertThat(told).isEqualTo(PeerExchange.MOST_TOLD);
  }

  @Test
  void next_thePeerItself_isLeftOut() {
    var exchange = exchange("198.51.0.0");
    connect(0, 2);
    var message = exchange.next(Optional.of(numbered(0).address())).orElseThrow();
    assertThat(message.added()).containsExactly(numbered(1));
  }

  @Test
  void next_addressesOfANarrowerScope_areKeptBack() {
    for (String host : List.of("127.0.0.1", "192.168.1.1", "fe80::1", "198.51.100.1")) {
      connected.add(peer(host));
    }
    assertThat(exchange("203.0.113.1").next(UNKNOWN).orElseThrow().added())
        .containsExactly(peer("198.51.100.1"));
    assertThat(exchange("10.0.0.1").next(UNKNOWN).orElseThrow().added())
        .containsExactly(peer("192.168.1.1"), peer("fe80::1"), peer("198.51.100.1"));
    assertThat(exchange("127.0.0.1").next(UNKNOWN).orElseThrow().added()).hasSize(4);
  }

  @Test
  void received_newAddressesOnly() {
    connect(0, 1);
    var added =
        List.of(
            numbered(0),
            numbered(1),
            numbered(1),
            peer("192.168.1.1"),
            peer("127.0.0.1"),
            peer("224.0.0.1"));
    assertThat(exchange("203.0.113.1").received(new PexMessage(added, List.of())))
        .containsExactly(numbered(1));
    assertThat(exchange("192.168.1.2").received(new PexMessage(added, List.of())))
        .containsExactly(numbered(1), peer("192.168.1.1"));
  }

  @Test
  void received_tooOften_isIgnored() {
    var exchange = exchange("203.0.113.1");
    var message = new PexMessage(List.of(numbered(1)), List.of());
    assertThat(exchange.received(message)).hasSize(1);
    assertThat(exchange.received(message)).hasSize(1);
    for (int i = 0; i < 100; i++) {
      assertThat(exchange.received(message)).isEmpty();
    }
    assertThat(exchange.ignored()).isEqualTo(100);
    for (int i = 0; i < 10; i++) {
      pass(60);
      assertThat(exchange.received(message)).hasSize(1);
    }
    assertThat(exchange.ignored()).isEqualTo(100);
  }

  /** Whoever applies all messages knows the peers that are connected. */
  @Test
  void next_peersThatComeAndGo_areTold() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var exchange = exchange("203.0.113.1");
    Set<PeerAddress> expected = new HashSet<>();
    Set<PeerAddress> told = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      var peer = numbered(random.nextInt(100));
      if (random.nextBoolean()) {
        connected.add(peer);
        expected.add(peer.address());
      } else {
        connected.remove(peer.address());
        expected.remove(peer.address());
      }
      pass(random.nextInt(40));
      exchange.next(UNKNOWN).ifPresent(message -> apply(message, told));
    }
    for (int i = 0; i < 4; i++) {
      pass(60);
      exchange.next(UNKNOWN).ifPresent(message -> apply(message, told));
    }
    assertThat(told).as("seed %d", seed).isEqualTo(expected);
  }

  private static void apply(PexMessage message, Set<PeerAddress> told) {
    told.removeAll(message.dropped());
    message.added().forEach(peer -> told.add(peer.address()));
  }
}
