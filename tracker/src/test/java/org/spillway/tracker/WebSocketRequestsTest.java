package org.spillway.tracker;

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

import org.junit.jupiter.api.Test;
import org.spillway.torrent.announce.AnnounceAnswer.Announced;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.SwarmCounts;

/** Announces, offers, answers and scrapes. */
class WebSocketRequestsTest extends WebSocketTestBase {
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

  /** This happens when a laptop has lost its network for a while. */
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
}
