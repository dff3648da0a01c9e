package org.spillway.torrent.announce;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value or a MalformedAnnounceException, nothing else; and what is read is written back the same.
 */
class UdpTrackerFuzzTest {

  @MethodSource("requests")
  @FuzzTest
  void request(byte[] datagram) {
    try {
      var request = UdpTrackerRequest.read(ByteBuffer.wrap(datagram));
      var out = ByteBuffer.allocate(request.encodedLength());
      request.writeTo(out);
      assertThat(UdpTrackerRequest.read(out.flip())).isEqualTo(request);
    } catch (MalformedAnnounceException e) {
      assertThat(e).hasMessageStartingWith(e.key() + ": ");
    }
  }

  static Stream<byte[]> requests() {
    var random = new RandomAnnounces(new Random(4));
    return Stream.of(
            new UdpTrackerRequest.Connect(1),
            new UdpTrackerRequest.Announce(2, 3, random.request(random.ipv4Addresses(), true)),
            new UdpTrackerRequest.Scrape(4, 5, List.of(random.infoHash(), random.infoHash())))
        .map(
            request -> {
              var out = ByteBuffer.allocate(request.encodedLength());
              request.writeTo(out);
              return out.array();
            });
  }

  @MethodSource("responses")
  @FuzzTest
  void response(byte[] datagram) {
    readAgain(datagram, false);
    readAgain(datagram, true);
  }

  private static void readAgain(byte[] datagram, boolean ipv6) {
    try {
      var response = UdpTrackerResponse.read(ByteBuffer.wrap(datagram), ipv6);
      var out = ByteBuffer.allocate(response.encodedLength());
      response.writeTo(out);
      assertThat(UdpTrackerResponse.read(out.flip(), ipv6)).isEqualTo(response);
    } catch (MalformedAnnounceException e) {
      assertThat(e).hasMessageStartingWith(e.key() + ": ");
    }
  }

  static Stream<byte[]> responses() {
    var random = new RandomAnnounces(new Random(5));
    return Stream.of(
            new UdpTrackerResponse.Connected(1, 2),
            new UdpTrackerResponse.Announced(3, Duration.ofHours(1), 4, 5, random.peers(false)),
            new UdpTrackerResponse.Announced(3, Duration.ofHours(1), 4, 5, random.peers(true)),
            new UdpTrackerResponse.Scraped(6, List.of(random.udpCounts(), random.udpCounts())),
            new UdpTrackerResponse.Failed(7, "no"))
        .map(
            response -> {
              var out = ByteBuffer.allocate(response.encodedLength());
              response.writeTo(out);
              return out.array();
            });
  }
}
