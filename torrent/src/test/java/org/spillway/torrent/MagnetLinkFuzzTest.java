package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class MagnetLinkFuzzTest {
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void parse(byte[] bytes) {
    requireSameLinkBack(new String(bytes, UTF_8));
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "magnet:?xt=urn:btih:c9e15763f722f23e98a29decdfae341b98d53056&dn=a%20b&xl=5&so=1-2",
            "magnet:?xt.1=urn:btih:ZHQVOY7XELZD5GFCTXWN7LRUDOMNKMCW&tr=udp://a:1&ws=b&x.pe=c:1",
            "magnet:?xt=urn:btmh:1220"
                + "d8dd32ac93357c368556af3ac1d95c9d76bd0dff6fa9833ecdac3d53134efabb")
        .map(link -> link.getBytes(UTF_8));
  }

  private static void requireSameLinkBack(String text) {
    try {
      var link = MagnetLink.parse(text);
      assertThat(MagnetLink.parse(link.toString())).isEqualTo(link);
    } catch (MalformedMagnetLinkException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
