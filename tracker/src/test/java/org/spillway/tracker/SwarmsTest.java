package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.NOT_KNOWN_YET;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.SEEDER_ID;
import static org.spillway.tracker.Samples.address;
import static org.spillway.tracker.Samples.peer;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceAnswer.Announced;
import org.spillway.torrent.announce.AnnounceAnswer.Failed;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.SwarmCounts;

class SwarmsTest {
  private static final PeerAddress SEEDER = peer("192.0.2.9", 6881);
  private static final PeerAddress SEEDER6 = peer("2001:db8::9", 6881);
  private static final InetAddress ASKER = address("192.0.2.1");

  private final List<Heard> heard = new ArrayList<>();

  private record Heard(AnnounceRequest request, InetAddress source) {}

  @Test
  void announce_unregistered() {
    var swarms = swarms(TrackerPolicy.OURS);
    assertThat(announce(swarms, FOREIGN, 1, 6881)).isEqualTo(new Failed("unregistered torrent"));
    assertThat(swarms.scrape(FOREIGN, ASKER)).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void announce_notKnownYet() {
    var swarms = swarms(TrackerPolicy.OURS);
    var failed = (Failed) announce(swarms, NOT_KNOWN_YET, 1, 6881);
    assertThat(failed.retryIn()).isEqualTo(Duration.ofMinutes(1));
    // The words by which Transmission tells that it must never ask again.
    assertThat(failed.reason()).doesNotContain("registered", "not found", "not exist", "deleted");
    assertThat(swarms.postponed(List.of(OURS, FOREIGN))).isEmpty();
    assertThat(swarms.postponed(List.of(OURS, NOT_KNOWN_YET))).contains(failed);
    assertThat(heard).isEmpty();
    var open = swarms(TrackerPolicy.OPEN);
    assertThat(announce(open, NOT_KNOWN_YET, 1, 6881)).isEqualTo(announced(0, 1));
    assertThat(open.postponed(List.of(NOT_KNOWN_YET))).isEmpty();
  }

  @Test
  void announce_foreignOnOpenTracker() {
    var swarms = swarms(TrackerPolicy.OPEN);
    assertThat(announce(swarms, FOREIGN, 1, 6881)).isEqualTo(announced(0, 1));
    assertThat(swarms.scrape(FOREIGN, ASKER)).contains(new SwarmCounts(0, 0, 1));
    assertThat(heard).isEmpty();
  }

  @Test
  void announce_leecherMeetsBuiltInSeeder() {
    var swarms = swarms(TrackerPolicy.OURS);
    assertThat(announce(swarms, OURS, 1, 6881)).isEqualTo(announced(1, 1, SEEDER));
    assertThat(heard).containsExactly(heard(1, AnnounceEvent.NONE));
    assertThat(swarms.scrape(OURS, ASKER)).contains(new SwarmCounts(1, 0, 1));
  }

  @Test
  void announce_builtInSeederComesFirst() {
    var swarms = swarms(TrackerPolicy.OURS);
    announce(swarms, OURS, 0, 2);
    announce(swarms, OURS, 1, 3);
    assertThat(((Announced) announce(swarms, OURS, 1, 4)).peers())
        .startsWith(SEEDER)
        .containsExactlyInAnyOrder(SEEDER, peer("192.0.2.1", 2), peer("192.0.2.1", 3));
  }

  @Test
  void announce_overIpv6() {
    var swarms = swarms(TrackerPolicy.OURS);
    var request = Samples.request(OURS, 1, AnnounceEvent.STARTED, 6881);
    assertThat(swarms.announce(request, address("2001:db8::1"), 50))
        .isEqualTo(announced(1, 1, SEEDER6));
    assertThat(swarms.scrape(OURS, ASKER)).contains(new SwarmCounts(1, 0, 0));
  }

  @Test
  void announce_seederByTheAskersAddress() {
    var swarms = swarms(TrackerPolicy.OURS);
    var request = Samples.request(OURS, 1, AnnounceEvent.STARTED, 6881);
    assertThat(swarms.announce(request, address("127.0.0.1"), 50))
        .isEqualTo(announced(1, 1, peer("127.0.0.1", 6881)));
    assertThat(swarms.scrape(OURS, address("127.0.0.1"))).contains(new SwarmCounts(1, 0, 1));
    assertThat(swarms.scrape(OURS, address("::1"))).contains(new SwarmCounts(0, 0, 0));
  }

  @Test
  void announce_seederMeetsBuiltInSeeder() {
    var swarms = swarms(TrackerPolicy.OURS);
    assertThat(announce(swarms, OURS, 0, 6881)).isEqualTo(announced(2, 0, SEEDER));
    assertThat(heard).containsExactly(heard(0, AnnounceEvent.NONE));
  }

  /** aria2 1.36 announces a magnet link so: it does not know yet how much it lacks. */
  @Test
  void announce_nothingLeftAtTheStart_isNotKnownToHaveIt() {
    var swarms = swarms(TrackerPolicy.OURS);
    announce(swarms, OURS, 0, 2);
    var request = Samples.request(OURS, 0, AnnounceEvent.STARTED, 6881);
    var answer = (Announced) swarms.announce(request, ASKER, 50);
    assertThat(answer.peers()).containsExactly(SEEDER, peer("192.0.2.1", 2));
    assertThat(swarms.scrape(OURS, ASKER)).contains(new SwarmCounts(2, 0, 1));
  }

  @Test
  void announce_stopped() {
    var request = Samples.request(OURS, 1, AnnounceEvent.STOPPED, 6881);
    assertThat(swarms(TrackerPolicy.OURS).announce(request, ASKER, 50)).isEqualTo(announced(1, 0));
    assertThat(heard).containsExactly(heard(1, AnnounceEvent.STOPPED));
  }

  /** Port 1 is what libtorrent says behind a SOCKS5 proxy. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void announce_whoCannotBeReached_getsPeersAndIsNotListed(int port) {
    var swarms = swarms(TrackerPolicy.OURS);
    announce(swarms, OURS, 1, 6881);
    assertThat(announce(swarms, OURS, 1, port))
        .isEqualTo(announced(1, 1, SEEDER, peer("192.0.2.1", 6881)));
    assertThat(announce(swarms, OURS, 1, 6881)).isEqualTo(announced(1, 1, SEEDER));
    assertThat(heard).hasSize(3).allMatch(announce -> announce.source().equals(ASKER));
    var stopped = Samples.request(OURS, 1, AnnounceEvent.STOPPED, port);
    assertThat(swarms.announce(stopped, ASKER, 50)).isEqualTo(announced(1, 1));
  }

  /** BEP 21. */
  @Test
  void announce_paused() {
    var swarms = swarms(TrackerPolicy.OURS);
    var request = Samples.request(OURS, 1, AnnounceEvent.PAUSED, 6881);
    assertThat(swarms.announce(request, ASKER, 50)).isEqualTo(announced(1, 1, SEEDER));
    assertThat(swarms.scrape(OURS, ASKER)).contains(new SwarmCounts(1, 0, 1, 0));
  }

  @Test
  void announce_forADoorOfBothFamilies() {
    var swarms = swarms(TrackerPolicy.OURS);
    var ipv6 = address("2001:db8::1");
    swarms.announce(Samples.request(OURS, 1, AnnounceEvent.NONE, 6881), ipv6);
    announce(swarms, OURS, 1, 6882);
    var request = Samples.request(OURS, 1, AnnounceEvent.NONE, 6881);
    assertThat(swarms.announce(request, ASKER))
        .isEqualTo(announced(1, 2, SEEDER, peer("192.0.2.1", 6882), peer("2001:db8::1", 6881)));
    assertThat(swarms.announce(request, ipv6))
        .satisfies(
            answer ->
                assertThat(((Announced) answer).peers())
                    .containsExactlyInAnyOrder(
                        SEEDER6, peer("192.0.2.1", 6881), peer("192.0.2.1", 6882)));
  }

  @Test
  void announce_forADoorOfBothFamilies_numWant() {
    var swarms = swarms(TrackerPolicy.OURS);
    for (int port = 2; port <= 60; port++) {
      announce(swarms, OURS, 1, port);
      var request = Samples.request(OURS, 1, AnnounceEvent.NONE, port);
      swarms.announce(request, address("2001:db8::1"), 50);
    }
    for (int wanted : new int[] {0, 1, 7, 40, 100}) {
      var request = Samples.request(OURS, 1, AnnounceEvent.NONE, 6881, wanted);
      var peers = ((Announced) swarms.announce(request, ASKER)).peers();
      assertThat(peers).hasSize(wanted);
      long others = peers.stream().filter(PeerAddress::isIpv6).count();
      assertThat(others).isEqualTo(Math.max(wanted / 4, wanted - 60));
    }
  }

  @Test
  void announce_forADoorOfBothFamilies_theSeederOfTheOtherOne() {
    var swarms =
        swarms(TrackerPolicy.OURS, new TrackerLimits(0, 1_000, 10), asker -> List.of(SEEDER));
    var request = Samples.request(OURS, 1, AnnounceEvent.NONE, 6881);
    assertThat(((Announced) swarms.announce(request, address("2001:db8::1"))).peers())
        .containsExactly(SEEDER);
  }

  @Test
  void idOf_thoseThatAnnouncedThemselves() {
    var swarms = swarms(TrackerPolicy.OURS);
    announce(swarms, OURS, 1, 6881);
    announce(swarms, OURS, 1, 0);
    assertThat(swarms.idOf(peer("192.0.2.1", 6881), OURS, ASKER)).contains(Samples.PEER_ID);
    assertThat(swarms.idOf(SEEDER, OURS, ASKER)).contains(SEEDER_ID);
    assertThat(swarms.idOf(peer("192.0.2.1", 6882), OURS, ASKER)).isEmpty();
    assertThat(swarms.idOf(peer("192.0.2.1", 1), OURS, ASKER)).isEmpty();
    assertThat(swarms.idOf(peer("192.0.2.1", 6881), FOREIGN, ASKER)).isEmpty();
  }

  @Test
  void announce_numWant() {
    var swarms = swarms(TrackerPolicy.OURS);
    for (int port = 2; port <= 301; port++) {
      announce(swarms, OURS, 1, port);
    }
    assertThat(peers(swarms, -1, 1_000)).isEqualTo(50);
    assertThat(peers(swarms, 0, 1_000)).isEqualTo(0);
    assertThat(peers(swarms, 1, 1_000)).isEqualTo(1);
    assertThat(peers(swarms, 120, 1_000)).isEqualTo(120);
    assertThat(peers(swarms, Integer.MAX_VALUE, 1_000)).isEqualTo(200);
    assertThat(peers(swarms, 120, 60)).isEqualTo(60);
  }

  @Test
  void announce_beyondALimit() {
    var swarms = swarms(TrackerPolicy.OURS, new TrackerLimits(1, 1_000, 10));
    announce(swarms, OURS, 1, 2);
    assertThat(announce(swarms, OURS, 1, 3))
        .isEqualTo(announced(1, 1, SEEDER, peer("192.0.2.1", 2)));
    assertThat(announce(swarms, OURS, 1, 2)).isEqualTo(announced(1, 1, SEEDER));
    assertThat(heard).extracting(heard -> heard.request().port()).containsExactly(2, 3, 2);
  }

  @Test
  void announce_ownAddressesIgnored() {
    var swarms = swarms(TrackerPolicy.OURS);
    var victim = List.of(address("198.51.100.1"));
    var request =
        new AnnounceRequest(
            OURS, Samples.PEER_ID, 0, 0, 1, AnnounceEvent.NONE, 80, 0, -1, victim, true);
    swarms.announce(request, address("127.0.0.1"), 50);
    assertThat(heard).containsExactly(new Heard(request, address("127.0.0.1")));
  }

  @Test
  void announce_again_isHeardEachTime() {
    var swarms = swarms(TrackerPolicy.OPEN);
    announce(swarms, OURS, 1, 6881);
    announce(swarms, FOREIGN, 1, 6881);
    announce(swarms, OURS, 0, 6881);
    swarms.announce(Samples.request(OURS, 0, AnnounceEvent.STOPPED, 6881), ASKER, 50);
    assertThat(heard)
        .containsExactly(
            heard(1, AnnounceEvent.NONE),
            heard(0, AnnounceEvent.NONE),
            heard(0, AnnounceEvent.STOPPED));
  }

  private static Heard heard(long left, AnnounceEvent event) {
    return new Heard(Samples.request(OURS, left, event, 6881), ASKER);
  }

  private static int peers(Swarms swarms, int numWant, int most) {
    var request = Samples.request(OURS, 1, AnnounceEvent.NONE, 2, numWant);
    return ((Announced) swarms.announce(request, ASKER, most)).peers().size();
  }

  private static AnnounceAnswer announce(Swarms swarms, InfoHash infoHash, long left, int port) {
    return swarms.announce(Samples.request(infoHash, left, AnnounceEvent.NONE, port), ASKER, 50);
  }

  private static Announced announced(int complete, int incomplete, PeerAddress... peers) {
    return new Announced(
        Duration.ofMinutes(30), Duration.ofMinutes(1), complete, incomplete, List.of(peers));
  }

  private static List<PeerAddress> seeders(InetAddress asker) {
    return asker.isLoopbackAddress() ? List.of(peer("127.0.0.1", 6881)) : List.of(SEEDER, SEEDER6);
  }

  private Swarms swarms(TrackerPolicy policy) {
    return swarms(policy, new TrackerLimits(0, 1_000, 10));
  }

  private Swarms swarms(TrackerPolicy policy, TrackerLimits limits) {
    return swarms(policy, limits, SwarmsTest::seeders);
  }

  private Swarms swarms(
      TrackerPolicy policy,
      TrackerLimits limits,
      Function<InetAddress, List<PeerAddress>> seeders) {
    return new Swarms(
        Samples.settings(policy, 0),
        Samples::standing,
        new BuiltInSeeder(SEEDER_ID, seeders),
        (request, source) -> heard.add(new Heard(request, source)),
        SwarmStores.open("memory:", Duration.ofMinutes(45), limits, new FakeClock()),
        new WebRtcSwarms(limits, WebSocketSettings.DEFAULT, new FakeClock()));
  }
}
