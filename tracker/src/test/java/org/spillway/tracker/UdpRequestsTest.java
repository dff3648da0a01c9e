package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.NOT_KNOWN_YET;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.address;
import static org.spillway.tracker.Samples.peer;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerRequest.Announce;
import org.spillway.torrent.announce.UdpTrackerRequest.Connect;
import org.spillway.torrent.announce.UdpTrackerRequest.Scrape;
import org.spillway.torrent.announce.UdpTrackerResponse;
import org.spillway.torrent.announce.UdpTrackerResponse.Announced;
import org.spillway.torrent.announce.UdpTrackerResponse.Connected;
import org.spillway.torrent.announce.UdpTrackerResponse.Failed;
import org.spillway.torrent.announce.UdpTrackerResponse.Scraped;

class UdpRequestsTest {
  private static final PeerAddress SEEDER = peer("192.0.2.9", 6881);
  private static final InetAddress SOURCE = address("192.0.2.1");
  private static final long SEED = 15;

  private final FakeClock clock = new FakeClock();
  private final UdpRequests requests = requests(clock);

  static UdpRequests requests(FakeClock clock) {
    var limits = new TrackerLimits(0, 1_000, 10);
    var swarms =
        new Swarms(
            Samples.settings(TrackerPolicy.OURS, 0),
            Samples::standing,
            Samples.seeder(SEEDER),
            PeerListener.NONE,
            SwarmStores.open("memory:", Duration.ofMinutes(45), limits, clock),
            new WebRtcSwarms(limits, WebSocketSettings.DEFAULT, clock));
    return new UdpRequests(swarms, new ConnectionIds(new SecureRandom(), clock));
  }

  @Test
  void connect_isAnsweredWithAnId() {
    assertThat(answer(new Connect(7)).map(UdpTrackerResponse::encodedLength)).contains(16);
    assertThat(answer(new Connect(7)).map(UdpTrackerResponse::transactionId)).contains(7);
    assertThat(requests.connects()).isEqualTo(2);
  }

  @Test
  void announce_withId() {
    assertThat(answer(announce(connect(), 1)))
        .contains(new Announced(8, Duration.ofMinutes(30), 1, 1, List.of(SEEDER)));
    assertStats(1, 0, 0, 0);
  }

  @Test
  void announce_unregistered() {
    var request = Samples.request(FOREIGN, 1, AnnounceEvent.NONE, 6881);
    assertThat(answer(new Announce(connect(), 8, request)))
        .contains(new Failed(8, "unregistered torrent"));
    assertStats(0, 0, 1, 0);
  }

  @Test
  void notKnownYet_isToldOtherwiseThanUnregistered() {
    long id = connect();
    var announce = Samples.request(NOT_KNOWN_YET, 1, AnnounceEvent.NONE, 6881);
    assertThat(answer(new Announce(id, 8, announce)).orElseThrow())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.reason()).contains("just started"));
    assertThat(answer(new Scrape(id, 9, List.of(OURS, NOT_KNOWN_YET))).orElseThrow())
        .isInstanceOf(Failed.class);
    assertStats(0, 0, 2, 0);
  }

  @Test
  void announce_withoutId() {
    assertThat(answer(announce(connect() + 1, 1))).isEmpty();
    assertThat(answer(announce(UdpTrackerRequest.PROTOCOL_ID, 1))).isEmpty();
    assertStats(0, 0, 0, 2);
  }

  @Test
  void announce_fromForgedSource() {
    long id = connect();
    var datagram = encode(announce(id, 1));
    assertThat(requests.answer(datagram, address("192.0.2.2"))).isEmpty();
  }

  @Test
  void announce_withOldId() {
    long id = connect();
    clock.advance(Duration.ofMinutes(5));
    assertThat(answer(announce(id, 1))).isEmpty();
  }

  /** One datagram that no IPv6 network has to break into fragments. */
  @Test
  void announce_manyIpv6Peers() {
    var source = address("2001:db8::1");
    var connected = requests.answer(encode(new Connect(1)), source).orElseThrow();
    long id = ((Connected) connected).connectionId();
    UdpTrackerResponse last = connected;
    for (int port = 2; port <= 200; port++) {
      var request = Samples.request(OURS, 1, AnnounceEvent.NONE, port, 200);
      last = requests.answer(encode(new Announce(id, 1, request)), source).orElseThrow();
    }
    assertThat(((Announced) last).peers()).hasSize(67);
    assertThat(last.encodedLength()).isLessThanOrEqualTo(UdpRequests.MAX_ANSWER);
  }

  @Test
  void scrape_inTheOrderAsked() {
    long id = connect();
    answer(announce(id, 1));
    assertThat(answer(new Scrape(id, 9, List.of(FOREIGN, OURS))))
        .contains(new Scraped(9, List.of(new SwarmCounts(0, 0, 0), new SwarmCounts(1, 0, 1))));
    assertStats(1, 1, 0, 0);
  }

  @Test
  void scrape_withoutId() {
    assertThat(answer(new Scrape(3, 9, List.of(OURS)))).isEmpty();
  }

  @Test
  void announce_cutAtEachLength() {
    byte[] whole = encode(announce(connect(), 1)).array();
    for (int length = 0; length < whole.length; length++) {
      var answer = requests.answer(ByteBuffer.wrap(Arrays.copyOf(whole, length)), SOURCE);
      Optional<UdpTrackerResponse> expected =
          length < 16
              ? Optional.empty()
              : Optional.of(
                  new Failed(8, "announce: %d bytes, expected at least 98".formatted(length)));
      assertThat(answer).as("%d bytes", length).isEqualTo(expected);
    }
    assertStats(0, 0, 0, whole.length);
  }

  @Test
  void request_unknownAction() {
    var datagram = encode(announce(connect(), 1)).putInt(8, 99);
    assertThat(requests.answer(datagram, SOURCE))
        .contains(new Failed(8, "request: action 99, expected 0 to 2"));
  }

  @Test
  void request_randomBytes() {
    System.out.println("UdpRequestsTest seed " + SEED);
    var random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      byte[] datagram = new byte[random.nextInt(200)];
      random.nextBytes(datagram);
      assertThat(requests.answer(ByteBuffer.wrap(datagram), SOURCE)).isEmpty();
    }
    assertStats(0, 0, 0, 100_000);
  }

  private void assertStats(int announces, int scrapes, int refused, int malformed) {
    assertThat(requests.stats())
        .isEqualTo(new TrackerStats.Door(announces, scrapes, refused, malformed));
  }

  private long connect() {
    return ((Connected) answer(new Connect(1)).orElseThrow()).connectionId();
  }

  private static Announce announce(long connectionId, long left) {
    return new Announce(connectionId, 8, Samples.request(OURS, left, AnnounceEvent.STARTED, 6881));
  }

  private Optional<UdpTrackerResponse> answer(UdpTrackerRequest request) {
    return requests.answer(encode(request), SOURCE);
  }

  static ByteBuffer encode(UdpTrackerRequest request) {
    var out = ByteBuffer.allocate(request.encodedLength());
    request.writeTo(out);
    return out.flip();
  }
}
