package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.PeerMessages.announce;
import static org.spillway.tracker.PeerMessages.announced;
import static org.spillway.tracker.PeerMessages.answer;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.address;
import static org.spillway.tracker.Samples.infoHash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.SwarmCounts;

/** Limits, silence and the ends of sockets. */
class WebSocketLimitsTest extends WebSocketTestBase {
  private static final long SEED = 75;

  /** This happens behind the one address of an office. A peer beyond the limit still gets peers. */
  @Test
  void announce_tooManyOfOneAddress_areNotListed() {
    var first = new Peer(10, "192.0.2.7").leeches(OURS, 0);
    first.got(announced(OURS, 0, 1, 0));
    for (int i = 1; i < 3; i++) {
      new Peer(10 + i, "192.0.2.7").leeches(OURS, 0).got(announced(OURS, 0, i + 1, 0));
    }
    var fourth = new Peer(13, "192.0.2.7").leeches(OURS, 3);
    fourth.got(announced(OURS, 0, 3, 0));
    assertThat(first.channel.sent).hasSize(1);
    for (int offer = 1; offer <= 3; offer++) {
      first.send(answer(OURS, 10, 13, offer)); // it got one of them
    }
    assertThat(fourth.channel.sent).hasSize(1);
    fourth.channel.sent.clear();
    one.leeches(OURS, 5).got(announced(OURS, 0, 4, 0));
    assertThat(fourth.channel.sent).isEmpty();
    requests.closed(first.socket);
    fourth.leeches(OURS, 0).got(announced(OURS, 0, 4, 0));
  }

  @Test
  void peerThatIsNotListed_leavesWithItsSocket() {
    for (int i = 0; i < 4; i++) {
      new Peer(10 + i, "192.0.2.7").leeches(OURS, 0);
    }
    assertThat(webRtc.peers()).isEqualTo(4);
    clock.advance(SETTINGS.peerTimeout().plusSeconds(1));
    requests.expire();
    assertThat(webRtc.peers()).isZero();
    assertThat(webRtc.counts(OURS)).isEqualTo(new SwarmCounts(0, 0, 0));
  }

  @Test
  void announce_tooManySwarmsOnOneSocket() {
    for (int i = 0; i < PeerSocket.MAX_SWARMS; i++) {
      webRtc.announce(one.socket, request(i), false, 0);
    }
    assertThat(webRtc.peers()).isEqualTo(LIMITS.swarms());
    // Our own torrents find a place all the same.
    one.leeches(OURS, 0);
    assertThat(webRtc.peers()).isEqualTo(LIMITS.swarms() + 1);
  }

  private static AnnounceRequest request(int number) {
    return Samples.request(infoHash(100 + number), 1, AnnounceEvent.STARTED, 0);
  }

  @Test
  void malformed_isAnsweredInWords() {
    one.send("[1]").got("{\"failure reason\":\"the message must be a JSON object\"}");
    assertThat(requests.stats()).isEqualTo(new TrackerStats.Door(0, 0, 0, 1));
  }

  @Test
  void tooManyMessages_closeTheSocket() {
    for (int i = 0; i < PeerSocket.BURST; i++) {
      one.send("{}");
    }
    assertThat(one.channel.closed).isEmpty();
    one.send("{}");
    assertThat(one.channel.closed).containsExactly(WebSocketChannel.POLICY_VIOLATION);
    clock.advance(Duration.ofSeconds(1));
    two.send("{}");
    assertThat(two.channel.closed).isEmpty();
  }

  @Test
  void longMessages_countMore() {
    String message = "{\"a\":\"" + "x".repeat(15_000) + "\"}";
    for (int i = 0; i < PeerSocket.BURST / 4 + 1; i++) {
      one.send(message);
    }
    assertThat(one.channel.closed).isNotEmpty();
  }

  @Test
  void sockets_limits() {
    for (int i = 0; i < 5; i++) {
      assertThat(requests.admits(address("192.0.2.8"))).isTrue();
      new Peer(i, "192.0.2.8");
    }
    assertThat(requests.admits(address("192.0.2.8"))).isFalse();
    for (int i = 0; requests.openSockets() < 20; i++) {
      new Peer(i, "192.0.3." + i);
    }
    assertThat(requests.admits(address("192.0.2.99"))).isFalse();
    requests.closed(one.socket);
    requests.closed(one.socket);
    assertThat(requests.admits(address("192.0.2.99"))).isTrue();
  }

  @Test
  void silentSocket_isClosed() {
    two.leeches(OURS, 0);
    clock.advance(Duration.ofSeconds(PeerSockets.SECONDS_TO_ANNOUNCE));
    requests.expire();
    assertThat(one.channel.closed).containsExactly(WebSocketChannel.NORMAL);
    assertThat(two.channel.closed).isEmpty();
    assertThat(two.channel.pings).isEqualTo(1);
    requests.heard(two.socket);
    clock.advance(Duration.ofSeconds(PeerSockets.SECONDS_TO_CLOSE - 1));
    requests.expire();
    assertThat(two.channel.closed).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    requests.expire();
    assertThat(two.channel.closed).containsExactly(WebSocketChannel.NORMAL);
  }

  @Test
  void peerThatAnnouncesNoMore_leavesTheSwarm() {
    one.leeches(OURS, 0);
    for (int minute = 0; minute < 7; minute++) {
      clock.advance(Duration.ofMinutes(1));
      requests.heard(one.socket);
      requests.expire();
    }
    assertThat(webRtc.counts(OURS)).isEqualTo(new SwarmCounts(0, 0, 0));
    assertThat(webRtc.peers()).isZero();
  }

  @Test
  void closedSocket_takesItsPeersAlong() {
    one.leeches(OURS, 0).leeches(ALSO_OURS, 0);
    requests.closed(one.socket);
    assertThat(webRtc.peers()).isZero();
    assertThat(requests.openSockets()).isEqualTo(1);
    one.leeches(OURS, 0);
    assertThat(webRtc.peers()).isZero();
  }

  @Test
  void close_closesAll() {
    requests.close();
    assertThat(one.channel.closed).containsExactly(WebSocketChannel.GOING_AWAY);
    assertThat(two.channel.closed).containsExactly(WebSocketChannel.GOING_AWAY);
  }

  /** Many peers come, offer, answer and go; those that are left are counted right. */
  @Test
  void manyPeers_atRandom() {
    System.out.println("WebSocketLimitsTest seed " + SEED);
    var random = new Random(SEED);
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      if (peers.size() < 15) {
        peers.add(new Peer(100 + i, "198.51.100." + i % 250));
      }
      var peer = peers.get(random.nextInt(peers.size()));
      if (random.nextInt(10) == 0) {
        requests.closed(peer.socket);
        peers.remove(peer);
      } else {
        String left = random.nextBoolean() ? "0" : "5";
        peer.send(announce(OURS, peer.number, left, "started", random.nextInt(6)));
        clock.advance(Duration.ofSeconds(1));
      }
    }
    long announcedPeers = peers.stream().filter(peer -> peer.socket.isInSwarm()).count();
    assertThat(webRtc.peers()).isEqualTo(announcedPeers);
    var counts = webRtc.counts(OURS);
    assertThat(counts.complete() + counts.incomplete()).isEqualTo((int) announcedPeers);
    peers.forEach(peer -> requests.closed(peer.socket));
    assertThat(webRtc.counts(OURS)).isEqualTo(new SwarmCounts(0, 0, 0));
    assertThat(requests.openSockets()).isEqualTo(2);
  }
}
