package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.UdpRequestsTest.encode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.UdpTrackerRequest.Announce;
import org.spillway.torrent.announce.UdpTrackerRequest.Connect;
import org.spillway.torrent.announce.UdpTrackerRequest.Scrape;
import org.spillway.torrent.announce.UdpTrackerResponse;
import org.spillway.torrent.announce.UdpTrackerResponse.Connected;

/** Whatever comes, there is an answer of a bounded size or none; and no exception. */
class UdpRequestsFuzzTest {
  private static final InetAddress SOURCE = Samples.address("192.0.2.1");

  private final UdpRequests requests = UdpRequestsTest.requests(new FakeClock());

  /** Once as it came, once with a good connection id, and once with one that is nearly good. */
  @MethodSource("datagrams")
  @FuzzTest
  void answer(byte[] datagram) {
    assertThat(length(ByteBuffer.wrap(datagram))).isBetween(0, UdpRequests.MAX_ANSWER);
    if (datagram.length >= Long.BYTES) {
      var connected = requests.answer(encode(new Connect(1)), SOURCE).orElseThrow();
      long id = ((Connected) connected).connectionId();
      assertThat(length(with(id, datagram))).isBetween(0, UdpRequests.MAX_ANSWER);
      assertThat(length(with(id ^ 1, datagram))).isZero();
    }
  }

  private int length(ByteBuffer datagram) {
    return requests.answer(datagram, SOURCE).map(UdpTrackerResponse::encodedLength).orElse(0);
  }

  private static ByteBuffer with(long connectionId, byte[] datagram) {
    return ByteBuffer.wrap(datagram.clone()).putLong(0, connectionId);
  }

  static Stream<byte[]> datagrams() {
    var announce = Samples.request(Samples.OURS, 1, AnnounceEvent.STARTED, 6881);
    return Stream.of(
            new Connect(1),
            new Announce(2, 3, announce),
            new Scrape(4, 5, List.of(Samples.OURS, Samples.FOREIGN)))
        .map(request -> encode(request).array());
  }
}
