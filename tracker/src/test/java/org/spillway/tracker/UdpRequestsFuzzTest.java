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
import org.spillway.torrent.announce.UdpTrackerResponse.Connected;

/** Whatever comes, there is an answer of a bounded size or none; and no exception. */
class UdpRequestsFuzzTest {
  private static final InetAddress SOURCE = Samples.address("192.0.2.1");

  private final UdpRequests requests = UdpRequestsTest.requests(new FakeClock());

  /** Once as it came, where at most a connect is right, and once with a good connection id. */
  @MethodSource("datagrams")
  @FuzzTest
  void answer(byte[] datagram) {
    requests
        .answer(ByteBuffer.wrap(datagram), SOURCE)
        .ifPresent(answer -> assertThat(answer.encodedLength()).isEqualTo(16));
    if (datagram.length >= Long.BYTES) {
      var connected = requests.answer(encode(new Connect(1)), SOURCE).orElseThrow();
      var verified =
          ByteBuffer.wrap(datagram.clone()).putLong(0, ((Connected) connected).connectionId());
      requests
          .answer(verified, SOURCE)
          .ifPresent(
              answer -> assertThat(answer.encodedLength()).isBetween(8, UdpRequests.MAX_ANSWER));
    }
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
