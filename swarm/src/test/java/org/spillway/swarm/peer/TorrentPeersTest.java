package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.admission.Contact;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

class TorrentPeersTest {
  private static final InfoHash HASH = InfoHash.parse("0123456789abcdef0123456789abcdef01234567");
  private static final Duration LONG = Duration.ofHours(1);

  private long now = Long.MAX_VALUE - 1000;
  private final List<Dial> dials = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private boolean room = true;

  private TorrentPeers peers(int most, boolean utp) {
    return new TorrentPeers(
        HASH,
        this::dial,
        most,
        utp,
        (peer, reason) -> failures.add(peer.port() + " " + reason),
        new Random(1),
        () -> now);
  }

  private boolean dial(Dial dial) {
    if (room) {
      dials.add(dial);
    }
    return room;
  }

  private static PeerAddress address(int number) {
    try {
      return new PeerAddress(InetAddress.getByName("198.51.100.1"), number);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<PeerAddress> addresses(int from, int to) {
    return IntStream.range(from, to).mapToObj(TorrentPeersTest::address).toList();
  }

  /** Returns what was dialled since the last time, by port. */
  private List<Integer> dialled() {
    var ports = dials.stream().map(dial -> dial.contact().address().port()).toList();
    dials.clear();
    return ports;
  }

  private List<Integer> dialledAfter(TorrentPeers peers, Duration time) {
    now += time.toNanos();
    peers.review();
    return dialled();
  }

  private DialListener onlyDial() {
    assertThat(dials).hasSize(1);
    return dials.remove(0).listener();
  }

  @Test
  void offer_dialsAtOnce() {
    var peers = peers(10, false);
    peers.offer(List.of(address(7), address(7)), PeerOrigin.TRACKER);
    assertThat(dials)
        .extracting(Dial::contact, Dial::transport)
        .containsExactly(tuple(new Contact(HASH, address(7)), Dial.Transport.TCP));
  }

  @Test
  void dials_sixteenAtATime() {
    var peers = peers(50, false);
    peers.offer(addresses(1, 41), PeerOrigin.TRACKER);
    assertThat(dials).hasSize(16);
    dials.get(0).listener().connected();
    dials.get(1).listener().ended("refused", false, false);
    dials.clear();
    peers.review();
    assertThat(dials).hasSize(2);
    assertThat(peers.connected()).isEqualTo(1);
  }

  @Test
  void connected_noMoreThanMay() {
    var peers = peers(3, false);
    peers.offer(addresses(1, 11), PeerOrigin.TRACKER);
    assertThat(dials).hasSize(3);
    var first = dials.get(0).listener();
    dials.forEach(dial -> dial.listener().connected());
    dials.clear();
    assertThat(dialledAfter(peers, LONG)).isEmpty();
    first.ended("left", false, false);
    assertThat(dialledAfter(peers, Duration.ZERO)).hasSize(1);
  }

  @Test
  void origins_namedFirst() {
    var peers = peers(2, false);
    room = false;
    peers.offer(addresses(1, 10), PeerOrigin.DHT);
    peers.offer(addresses(10, 20), PeerOrigin.PEER_EXCHANGE);
    peers.offer(addresses(20, 22), PeerOrigin.NAMED);
    room = true;
    assertThat(dialledAfter(peers, Duration.ZERO)).containsExactlyInAnyOrder(20, 21);
  }

  @Test
  void noRoom_isTriedAgain() {
    var peers = peers(5, false);
    room = false;
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    assertThat(peers.isExhausted()).isFalse();
    room = true;
    assertThat(dialledAfter(peers, Duration.ZERO)).containsExactly(1);
  }

  @Test
  void failedDials_threeTriesLaterAndLater() {
    var peers = peers(5, false);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    onlyDial().ended("refused", false, false);
    assertThat(dialledAfter(peers, Duration.ofMillis(1999))).isEmpty();
    now += Duration.ofMillis(1).toNanos();
    peers.review();
    onlyDial().ended("refused", false, false);
    assertThat(dialledAfter(peers, Duration.ofMillis(7999))).isEmpty();
    now += Duration.ofMillis(1).toNanos();
    peers.review();
    assertThat(peers.isExhausted()).isFalse();
    onlyDial().ended("timed out", false, false);
    assertThat(peers.isExhausted()).isTrue();
    assertThat(dialledAfter(peers, LONG)).isEmpty();
    assertThat(failures).containsExactly("1 refused", "1 refused", "1 timed out");
  }

  private void lose(TorrentPeers peers) {
    for (int i = 0; i < 3; i++) {
      onlyDial().ended("refused", false, false);
      if (i < 2) {
        now += Duration.ofSeconds(30).toNanos();
        peers.review();
      }
    }
  }

  @Test
  void lostPeer_thatIsNamedAgain_isDialledOnce_laterAndLater() {
    var peers = peers(5, false);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    lose(peers);
    for (int minutes = 1; minutes <= 64; minutes *= 2) {
      peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
      assertThat(peers.isExhausted()).as("nobody need wait for it").isTrue();
      assertThat(dialledAfter(peers, Duration.ofMinutes(minutes).minusNanos(1))).isEmpty();
      now++;
      peers.review();
      onlyDial().ended("refused", false, false);
      assertThat(dialledAfter(peers, Duration.ZERO)).isEmpty();
    }
    assertThat(dialledAfter(peers, LONG)).as("not named again").isEmpty();
  }

  @Test
  void lostPeer_thatIsUsefulLater_isAsGoodAsNew() {
    var peers = peers(5, false);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    lose(peers);
    now += LONG.toNanos();
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    var listener = onlyDial();
    listener.connected();
    listener.ended("left", false, true);
    assertThat(dialledAfter(peers, Duration.ZERO)).containsExactly(1);
  }

  @Test
  void moreCandidatesThanPlaces_highestPriorityFirst() {
    var peers =
        new TorrentPeers(
            HASH,
            new TorrentPeers.Dialler() {
              @Override
              public boolean dial(Dial dial) {
                return TorrentPeersTest.this.dial(dial);
              }

              @Override
              public long priorityOf(PeerAddress peer) {
                return 1000L * (peer.port() % 7);
              }
            },
            3,
            false,
            (peer, reason) -> {},
            new Random(1),
            () -> now);
    room = false;
    peers.offer(addresses(1, 21), PeerOrigin.TRACKER);
    room = true;
    assertThat(dialledAfter(peers, Duration.ZERO)).containsExactlyInAnyOrder(6, 13, 20);
  }

  @Test
  void usefulPeer_isDialledAgainAtOnce_andAsOftenAsItIsUseful() {
    var peers = peers(5, false);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    for (int i = 0; i < 10; i++) {
      var listener = onlyDial();
      listener.connected();
      listener.ended("ended the connection", false, true);
    }
    onlyDial().ended("refused", false, false);
    assertThat(peers.isExhausted()).isFalse();
    assertThat(dialledAfter(peers, Duration.ofSeconds(2))).containsExactly(1);
  }

  @Test
  void faultyPeer_isNeverDialledAgain() {
    var peers = peers(5, true);
    peers.offer(addresses(1, 2), PeerOrigin.NAMED);
    var listener = onlyDial();
    listener.connected();
    listener.ended("sent a wrong block", true, true);
    peers.offer(addresses(1, 2), PeerOrigin.NAMED);
    assertThat(dialledAfter(peers, LONG)).isEmpty();
    assertThat(peers.isExhausted()).isTrue();
  }

  @Test
  void peerThatIsConnectedOtherwise_isNotLost() {
    var peers = peers(5, false);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    for (int i = 0; i < 5; i++) {
      var listener = onlyDial();
      listener.connectedOtherwise();
      listener.ended("is connected already", false, false);
      assertThat(dialledAfter(peers, Duration.ofSeconds(59))).isEmpty();
      assertThat(peers.isExhausted()).isFalse();
      now += Duration.ofSeconds(1).toNanos();
      peers.review();
    }
  }

  @Test
  void utp_afterTcpFailed_andBack() {
    var peers = peers(5, true);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    for (var expected : List.of(Dial.Transport.TCP, Dial.Transport.UTP, Dial.Transport.TCP)) {
      assertThat(dials).extracting(Dial::transport).containsExactly(expected);
      onlyDial().ended("refused", false, false);
      now += LONG.toNanos();
      peers.review();
    }
  }

  @Test
  void utp_thatConnected_isKept() {
    var peers = peers(5, true);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    onlyDial().ended("refused", false, false);
    now += LONG.toNanos();
    peers.review();
    var listener = onlyDial();
    listener.connected();
    listener.ended("left", false, true);
    assertThat(dials).extracting(Dial::transport).containsExactly(Dial.Transport.UTP);
  }

  @Test
  void knownPeers_areBounded() {
    var peers = peers(1, false);
    room = false;
    peers.offer(addresses(1, 2001), PeerOrigin.PEER_EXCHANGE);
    peers.offer(addresses(3000, 3001), PeerOrigin.NAMED);
    room = true;
    assertThat(dialledAfter(peers, LONG)).doesNotContain(3000);
  }

  /** Whoever names many peers that do not exist must not keep others out for ever. */
  @Test
  void knownPeers_thatAreLost_makeRoom() {
    var peers = peers(5, false);
    peers.offer(addresses(1, 2), PeerOrigin.PEER_EXCHANGE);
    for (int i = 0; i < 3; i++) {
      onlyDial().ended("refused", false, false);
      now += LONG.toNanos();
      peers.review();
    }
    room = false;
    peers.offer(addresses(2, 2001), PeerOrigin.PEER_EXCHANGE);
    peers.offer(addresses(3000, 3001), PeerOrigin.NAMED);
    room = true;
    assertThat(dialledAfter(peers, LONG)).contains(3000);
  }

  @Test
  void close_dialsNobodyMore() {
    var peers = peers(5, false);
    peers.offer(addresses(1, 2), PeerOrigin.TRACKER);
    onlyDial().ended("refused", false, false);
    peers.close();
    peers.offer(addresses(1, 5), PeerOrigin.TRACKER);
    assertThat(dialledAfter(peers, LONG)).isEmpty();
  }
}
