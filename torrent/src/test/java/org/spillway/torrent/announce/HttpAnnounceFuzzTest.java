package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value or a MalformedAnnounceException, nothing else; and what is read is written back the same.
 */
class HttpAnnounceFuzzTest {

  @MethodSource("queries")
  @FuzzTest
  void query(byte[] bytes) {
    var query = new String(bytes, ISO_8859_1);
    try {
      var request = HttpAnnounce.parse(query);
      assertThat(HttpAnnounce.parse(HttpAnnounce.query(request))).isEqualTo(request);
    } catch (MalformedAnnounceException e) {
      assertThat(e).hasMessageStartingWith(e.key() + ": ");
    }
  }

  @MethodSource("queries")
  @FuzzTest
  void scrapeQuery(byte[] bytes) {
    var query = new String(bytes, ISO_8859_1);
    try {
      var infoHashes = HttpScrape.parse(query);
      assertThat(HttpScrape.parse(HttpScrape.query(infoHashes))).isEqualTo(infoHashes);
    } catch (MalformedAnnounceException e) {
      assertThat(e).hasMessageStartingWith("info_hash: ");
    }
  }

  static Stream<byte[]> queries() {
    var random = new RandomAnnounces(new Random(2));
    return Stream.generate(() -> random.request(random.addresses(), true))
        .limit(20)
        .map(request -> HttpAnnounce.query(request).getBytes(ISO_8859_1));
  }

  @MethodSource("answers")
  @FuzzTest
  void answer(byte[] body) {
    try {
      var answer = HttpAnnounce.decode(body);
      byte[] list =
          HttpAnnounce.encodeList(
              answer, InetAddress.getLoopbackAddress(), peer -> Optional.empty());
      assertThat(HttpAnnounce.decode(list)).isEqualTo(answer);
    } catch (MalformedAnnounceException e) {
      assertThat(e).hasMessageStartingWith(e.key() + ": ");
    }
  }

  static Stream<byte[]> answers() {
    var random = new RandomAnnounces(new Random(3));
    return Stream.of(
        HttpAnnounce.encodeCompact(random.announced(), random.client()),
        HttpAnnounce.encodeCompact(random.announced(), random.client()),
        HttpAnnounce.encodeList(
            random.announced(), random.client(), peer -> Optional.of(random.peerId())),
        HttpAnnounce.encodeList(random.announced(), random.client(), peer -> Optional.empty()));
  }
}
