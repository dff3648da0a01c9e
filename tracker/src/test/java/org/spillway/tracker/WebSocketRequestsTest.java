package org.spillway.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.PeerMessages.announce;
import static org.spillway.tracker.PeerMessages.announced;
import static org.spillway.tracker.PeerMessages.answer;
import static org.spillway.tracker.PeerMessages.answered;
import static org.spillway.tracker.PeerMessages.failed;
import static org.spillway.tracker.PeerMessages.offered;
import static org.spillway.tracker.PeerMessages.scrape;
import static org.spillway.tracker.PeerMessages.text;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.address;
import static org.spillway.tracker.Samples.infoHash;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.net.SipHash;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceAnswer.Announced;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.SwarmCounts;

class WebSocketRequestsTest {
  private static final InfoHash ALSO_OURS = infoHash(0xe9a0b1ff);
  private static final long SEED = 75;
  private static final TrackerLimits LIMITS = new TrackerLimits(3, 1_000, 10);
  private static final WebSocketSettings SETTINGS =
      new WebSocketSettings(true, 20, 5, Duration.ofMinutes(2));

  private final FakeClock clock = new FakeClock();
  private final List<AnnounceRequest> heard = new ArrayList<>();
  private final WebRtcSwarms webRtc = new WebRtcSwarms(LIMITS, SETTINGS, clock);
  private final Swarms swarms = swarms();
  private final WebSocketRequests requests =
      new WebSocketRequests(swarms, webRtc, SETTINGS, SipHash.random(new SecureRandom()), clock);
  private final Peer one = new Peer(1, "192.0.2.1");
  private final Peer two = new Peer(2, "192.0.2.2");

  private Swarms swarms() {
    var listener =
        new PeerListener() {
          @Override
          public void announced(AnnounceRequest request, InetAddress source) {}

          @Override
          public void announcedOverWebSocket(AnnounceRequest request) {
            heard.add(request);
          }
        };
    return new Swarms(
        Samples.settings(TrackerPolicy.OURS, 0),
        hash -> hash.equals(ALSO_OURS) ? Standing.OURS : Samples.standing(hash),
        BuiltInSeeder.NONE,
        listener,
        SwarmStores.open("memory:", Duration.ofMinutes(45), LIMITS, clock),
        webRtc);
  }

  private final class Peer {
    final int number;
    final FakeChannel channel = new FakeChannel();
    final PeerSocket socket;

    Peer(int number, String address) {
      this.number = number;
      this.socket = requests.open(address(address), channel);
    }

    Peer send(String message) {
      requests.receive(socket, message.getBytes(UTF_8));
      return this;
    }

    Peer leeches(InfoHash infoHash, int offers) {
      return send(announce(infoHash, number, "4", "started", offers));
    }

    /** Compares as text with all characters above ASCII escaped. */
    void got(String... messages) {
      var escaped = channel.sent.stream().map(WebSocketRequestsTest::escaped).toList();
      assertThat(escaped)
          .containsExactly(
              List.of(messages).stream()
                  .map(WebSocketRequestsTest::escaped)
                  .toArray(String[]::new));
      channel.sent.clear();
    }
  }

  /** The same spelling for the same text: six digits for what JSON may write in two ways. */
  private static String escaped(String json) {
    var out = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      if (json.startsWith("\\u", i)) {
        out.append(plain((char) Integer.parseInt(json.substring(i + 2, i + 6), 16)));
        i += 5;
      } else {
        out.append(plain(json.charAt(i)));
      }
    }
    return out.toString();
  }

  private static String plain(char c) {
    return c < ' ' || c > '~' ? "<%02x>".formatted((int) c) : String.valueOf(c);
  }

  @Test
  void announce_alone() {
    one.leeches(OURS, 2).got(announced(OURS, 0, 1, 0));
    assertThat(requests.stats()).isEqualTo(new TrackerStats.Door(1, 0, 0, 0));
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).uploaded()).isEqualTo(1);
    assertThat(heard.get(0).downloaded()).isEqualTo(2);
  }

  @Test
  void offerAndAnswer() {
    one.leeches(OURS, 0).got(announced(OURS, 0, 1, 0));
    two.leeches(OURS, 2).got(announced(OURS, 0, 2, 0));
    one.got(offered(OURS, 2, 1));
    one.send(answer(OURS, 1, 2, 1)).got();
    two.got(answered(OURS, 1, 1));
  }

  @Test
  void answer_twice() {
    one.leeches(OURS, 0);
    two.leeches(OURS, 1);
    one.send(answer(OURS, 1, 2, 1)).channel.sent.clear();
    one.send(answer(OURS, 1, 2, 1))
        .got(failed(OURS, "offer_id: there is no such offer to this peer"));
  }

  @Test
  void answer_toAPeerThatNeverOffered() {
    one.leeches(OURS, 0);
    two.leeches(OURS, 0).channel.sent.clear();
    one.channel.sent.clear();
    one.send(answer(OURS, 1, 2, 1))
        .got(failed(OURS, "offer_id: there is no such offer to this peer"));
    two.got();
  }

  /** The offer was made to another peer, in another swarm, or by another peer. */
  @Test
  void answer_toAnOfferToAnother() {
    one.leeches(OURS, 0);
    two.leeches(OURS, 1);
    var three = new Peer(3, "192.0.2.3").leeches(OURS, 0).leeches(ALSO_OURS, 0);
    two.leeches(ALSO_OURS, 0).channel.sent.clear();
    three.send(answer(OURS, 3, 2, 1));
    three.send(answer(ALSO_OURS, 3, 2, 1));
    one.send(answer(OURS, 1, 3, 1));
    two.got();
  }

  @Test
  void answer_underAnotherPeersId() {
    one.leeches(OURS, 0);
    two.leeches(OURS, 1).channel.sent.clear();
    var three = new Peer(3, "192.0.2.3");
    three
        .send(answer(OURS, 1, 2, 1))
        .got(failed(OURS, "peer_id: not in this swarm, announce it first"));
    two.got();
  }

  @Test
  void answer_whenTheOtherHasLeft() {
    one.leeches(OURS, 0);
    two.leeches(OURS, 1);
    requests.closed(two.socket);
    one.channel.sent.clear();
    one.send(answer(OURS, 1, 2, 1)).got();
  }

  @Test
  void announce_anotherPeersId() {
    one.leeches(OURS, 0);
    two.send(announce(OURS, 1, "4", "started", 0))
        .got(failed(OURS, "peer_id: another peer of this swarm has it"));
    two.send(announce(OURS, 1, "4", "stopped", 0)).channel.sent.clear();
    two.leeches(OURS, 0).got(announced(OURS, 0, 2, 0));
  }

  /** As after the network of a laptop was away. */
  @Test
  void announce_againOverANewSocket() {
    one.leeches(OURS, 0);
    new Peer(1, "192.0.2.1").leeches(OURS, 0).got(announced(OURS, 0, 1, 0));
    requests.closed(one.socket);
    assertThat(webRtc.counts(OURS)).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void announce_seeder_offersToLeechersOnly() {
    one.send(announce(OURS, 1, "0", "started", 0)).got(announced(OURS, 1, 0, 0));
    two.send(announce(OURS, 2, "0", "started", 1)).got(announced(OURS, 2, 0, 0));
    one.got();
    new Peer(3, "192.0.2.3").leeches(OURS, 2).got(announced(OURS, 2, 1, 0));
    one.got(offered(OURS, 3, one.channel.sent.peek().contains(PeerMessages.offerId(1)) ? 1 : 2));
    assertThat(two.channel.sent).hasSize(1);
  }

  @Test
  void announce_completed_countsOnce() {
    one.leeches(OURS, 0).channel.sent.clear();
    one.send(announce(OURS, 1, "0", "completed", 0)).got(announced(OURS, 1, 0, 1));
    one.send(announce(OURS, 1, "0", "completed", 0)).got(announced(OURS, 1, 0, 1));
    two.send(announce(OURS, 2, "0", "completed", 0)).got(announced(OURS, 2, 0, 2));
  }

  /** JavaScript writes infinity as null. */
  @Test
  void announce_leftUnknown() {
    one.send(announce(OURS, 1, "null", "started", 0)).got(announced(OURS, 0, 1, 0));
    assertThat(heard.get(0).left()).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
  }

  @Test
  void announce_stopped() {
    one.leeches(OURS, 0).channel.sent.clear();
    one.send(announce(OURS, 1, "4", "stopped", 0)).got(announced(OURS, 0, 0, 0));
    assertThat(webRtc.peers()).isZero();
  }

  @Test
  void announce_unregistered() {
    one.leeches(FOREIGN, 1).got(failed(FOREIGN, "unregistered torrent"));
    assertThat(requests.stats()).isEqualTo(new TrackerStats.Door(0, 0, 1, 0));
    assertThat(heard).isEmpty();
  }

  @Test
  void oneSwarm_withTheOtherDoors() {
    one.send(announce(OURS, 1, "0", "started", 0));
    var overHttp = Samples.request(OURS, 1, AnnounceEvent.STARTED, 6881);
    var source = address("192.0.2.9");
    var answer = (Announced) swarms.announce(overHttp, source, 50);
    assertThat(answer.complete()).isEqualTo(1);
    assertThat(answer.incomplete()).isEqualTo(1);
    assertThat(answer.peers()).isEmpty();
    assertThat(swarms.scrape(OURS, source)).contains(new SwarmCounts(1, 0, 1));
    two.leeches(OURS, 0).got(announced(OURS, 1, 2, 0));
  }

  /** As behind the one address of an office: a peer beyond the limit gets peers all the same. */
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
  void scrape_oneAndSeveral() {
    one.send(announce(OURS, 1, "0", "completed", 0)).channel.sent.clear();
    String counts = "{\"complete\":1,\"incomplete\":0,\"downloaded\":1}";
    String answer = "{\"action\":\"scrape\",\"files\":{\"" + text(OURS) + "\":" + counts + "}}";
    one.send(scrape(OURS)).got(answer);
    String several =
        "{\"action\":\"scrape\",\"info_hash\":[\"%s\",\"%s\"]}"
            .formatted(text(OURS), text(FOREIGN));
    one.send(several).got(answer);
    assertThat(requests.stats()).isEqualTo(new TrackerStats.Door(1, 2, 0, 0));
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

  /** Many peers come, offer, answer and go; whoever is left is counted rightly. */
  @Test
  void manyPeers_atRandom() {
    System.out.println("WebSocketRequestsTest seed " + SEED);
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
