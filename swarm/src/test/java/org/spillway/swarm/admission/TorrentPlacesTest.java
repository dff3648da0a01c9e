package org.spillway.swarm.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.Host;
import org.spillway.swarm.admission.TorrentPlaces.Ends;
import org.spillway.swarm.admission.TorrentPlaces.Outcome;
import org.spillway.torrent.PeerId;

class TorrentPlacesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final PeerId SMALL = id("-LT0001-aaaaaaaaaaaa");
  private static final PeerId GREAT = id("-LT0001-bbbbbbbbbbbb");

  private final List<PeerConnection> closed = new ArrayList<>();
  private long now = Long.MAX_VALUE - 10 * SECOND;

  private static PeerId id(String text) {
    return PeerId.of(text.getBytes(US_ASCII));
  }

  private PeerConnection connection(String address, boolean dialled) {
    List<PeerConnection> self = new ArrayList<>();
    try {
      var host = Host.of(InetAddress.getByName(address));
      self.add(new PeerConnection(host, dialled, () -> closed.addAll(self), now));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
    return self.get(0);
  }

  private PeerConnection dialled() {
    return connection("192.0.2.1", true);
  }

  private PeerConnection incoming() {
    return connection("192.0.2.1", false);
  }

  private Outcome enter(TorrentPlaces places, PeerConnection connection, Ends ends) {
    return places.enter(connection, ends, 100, now);
  }

  /** Each end sees the two connections in its own order and direction; both keep the same one. */
  @Test
  void simultaneousDials_bothEndsKeepTheOneThatTheGreaterDialled() {
    var great = new TorrentPlaces();
    var small = new TorrentPlaces();
    var ofGreat = new Ends(GREAT, SMALL);
    var ofSmall = new Ends(SMALL, GREAT);
    var stays = dialled();
    var goes = incoming();
    assertThat(enter(great, goes, ofGreat)).isEqualTo(Outcome.ADMITTED);
    assertThat(enter(great, stays, ofGreat)).isEqualTo(Outcome.ADMITTED);
    assertThat(closed).containsExactly(goes);
    assertThat(goes.isDuplicate()).isTrue();
    var staysThere = incoming();
    var goesThere = dialled();
    assertThat(enter(small, staysThere, ofSmall)).isEqualTo(Outcome.ADMITTED);
    assertThat(enter(small, goesThere, ofSmall)).isEqualTo(Outcome.DUPLICATE);
    assertThat(goesThere.isDuplicate()).isTrue();
    assertThat(great.size()).isEqualTo(1);
    assertThat(small.size()).isEqualTo(1);
  }

  @Test
  void simultaneousDials_inTheOtherOrder() {
    var great = new TorrentPlaces();
    var small = new TorrentPlaces();
    assertThat(enter(great, dialled(), new Ends(GREAT, SMALL))).isEqualTo(Outcome.ADMITTED);
    assertThat(enter(great, incoming(), new Ends(GREAT, SMALL))).isEqualTo(Outcome.DUPLICATE);
    var goes = dialled();
    assertThat(enter(small, goes, new Ends(SMALL, GREAT))).isEqualTo(Outcome.ADMITTED);
    assertThat(enter(small, incoming(), new Ends(SMALL, GREAT))).isEqualTo(Outcome.ADMITTED);
    assertThat(closed).containsExactly(goes);
  }

  /** Its client keeps the one whose handshake ends first there, which only that client knows. */
  @Test
  void simultaneousDials_withAnotherClient_bothStay() {
    for (String theirs : List.of("A2-1-36-0-bbbbbbbbbb", "-TR3000-bbbbbbbbbbbb")) {
      var places = new TorrentPlaces();
      var ends = new Ends(SMALL, id(theirs));
      assertThat(enter(places, incoming(), ends)).isEqualTo(Outcome.ADMITTED);
      assertThat(enter(places, dialled(), ends)).isEqualTo(Outcome.ADMITTED);
      assertThat(enter(places, dialled(), ends)).isEqualTo(Outcome.DUPLICATE);
      assertThat(closed).isEmpty();
    }
  }

  @Test
  void secondIncoming_isRefusedWhileTheFirstIsHeard() {
    var places = new TorrentPlaces();
    var ends = new Ends(SMALL, GREAT);
    var first = incoming();
    enter(places, first, ends);
    now += 120 * SECOND;
    assertThat(enter(places, incoming(), ends)).isEqualTo(Outcome.DUPLICATE);
    first.heard(now);
    now += 120 * SECOND;
    assertThat(enter(places, incoming(), ends)).isEqualTo(Outcome.DUPLICATE);
    now += 20 * SECOND;
    assertThat(enter(places, incoming(), ends)).isEqualTo(Outcome.ADMITTED);
    assertThat(closed).containsExactly(first);
  }

  /** The second one may have borrowed the id of the first. */
  @Test
  void twoThatWeDialled_theFirstStays() {
    for (Ends ends : List.of(new Ends(GREAT, SMALL), new Ends(SMALL, GREAT))) {
      var places = new TorrentPlaces();
      enter(places, dialled(), ends);
      assertThat(enter(places, dialled(), ends)).isEqualTo(Outcome.DUPLICATE);
    }
    assertThat(closed).isEmpty();
  }

  /** Ids are no secret: a stranger must not end a connection by using the id of its peer. */
  @Test
  void borrowedId_fromAnotherHost_doesNotEndAnOldConnection() {
    var places = new TorrentPlaces();
    var ends = new Ends(SMALL, GREAT);
    var victim = dialled();
    enter(places, victim, ends);
    now += 100 * SECOND;
    victim.heard(now);
    assertThat(enter(places, connection("198.51.100.7", false), ends)).isEqualTo(Outcome.DUPLICATE);
    assertThat(closed).isEmpty();
  }

  @Test
  void behindOneAddress_withIdsOfTheirOwn_allStay() {
    var places = new TorrentPlaces();
    for (int i = 10; i < 60; i++) {
      var ends = new Ends(GREAT, id("-LT0001-aaaaaaaaaa" + i));
      assertThat(enter(places, incoming(), ends)).isEqualTo(Outcome.ADMITTED);
    }
    assertThat(places.size()).isEqualTo(50);
  }

  @Test
  void full_leastUsefulGoes() {
    var places = new TorrentPlaces();
    List<PeerConnection> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(connection("192.0.2." + i, false));
      places.enter(all.get(i), new Ends(GREAT, id("-LT0001-aaaaaaaaaaa" + i)), 4, now);
    }
    var late = connection("192.0.2.9", false);
    var lateEnds = new Ends(GREAT, id("-LT0001-aaaaaaaaaaa9"));
    assertThat(places.enter(late, lateEnds, 4, now + SECOND)).isEqualTo(Outcome.FULL);
    assertThat(places.size()).isEqualTo(4);
    all.get(0).wantsBlocks(true);
    all.get(1).hasWanted(true);
    all.get(2).received(now + 15 * SECOND);
    // The third was of use a moment ago, and nobody wants anything of the fourth.
    assertThat(places.enter(late, lateEnds, 4, now + 30 * SECOND)).isEqualTo(Outcome.ADMITTED);
    assertThat(closed).containsExactly(all.get(3));
    assertThat(places.size()).isLessThanOrEqualTo(5);
  }

  @Test
  void full_amongEquals_lowestPriorityGoes() {
    var places = new TorrentPlaces();
    List<PeerConnection> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(connection("192.0.2." + i, false));
      all.get(i).wantsBlocks(true);
      all.get(i).prioritize(List.of(30L, 10L, 20L, 40L).get(i));
      places.enter(all.get(i), new Ends(GREAT, id("-LT0001-aaaaaaaaaaa" + i)), 4, now);
    }
    all.get(0).received(now - SECOND);
    var late = connection("192.0.2.9", false);
    var lateEnds = new Ends(GREAT, id("-LT0001-aaaaaaaaaaa9"));
    places.enter(late, lateEnds, 4, now + 30 * SECOND);
    assertThat(closed).containsExactly(all.get(1));
  }

  /** One address with many connections must not keep others out, however busy it is. */
  @Test
  void full_greedyHostMakesRoomAtOnce() {
    var places = new TorrentPlaces();
    for (int i = 0; i < 4; i++) {
      places.enter(incoming(), new Ends(GREAT, id("-LT0001-aaaaaaaaaaa" + i)), 4, now);
    }
    var other = connection("198.51.100.7", false);
    var ends = new Ends(GREAT, id("-LT0001-aaaaaaaaaaa9"));
    assertThat(places.enter(other, ends, 4, now)).isEqualTo(Outcome.ADMITTED);
    assertThat(closed).hasSize(1);
  }

  @Test
  void leave_givesThePlaceBack_once() {
    var places = new TorrentPlaces();
    var ends = new Ends(SMALL, GREAT);
    var first = dialled();
    enter(places, first, ends);
    var second = incoming();
    enter(places, second, ends);
    places.leave(first, GREAT);
    assertThat(places.size()).isEqualTo(1);
    places.leave(second, GREAT);
    assertThat(places.size()).isZero();
  }
}
