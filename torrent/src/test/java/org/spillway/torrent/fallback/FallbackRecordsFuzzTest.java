package org.spillway.torrent.fallback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class FallbackRecordsFuzzTest {
  /** One record a line, its strings divided by tabs. */
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void parse(byte[] bytes) {
    var rrset =
        new String(bytes, ISO_8859_1).lines().map(line -> List.of(line.split("\t", -1))).toList();
    try {
      requireSameAnswerBack(FallbackRecords.parse(rrset));
    } catch (MalformedRecordsException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "ZDQ6aW5mb2RlZQ==",
            "v=bt1;m=magnet:?xt=urn:btih:c9e15763f722f23e98a29decdfae341b98d53056",
            "v=spf1 ~all\nv=bt1;i=2;n=2;h=b0f8e2a6a2e7f5bd\tZDQ6\nv=bt1;i=1;n=2;h=b0f8e2a6a2e7f5bd")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  private static void requireSameAnswerBack(FallbackAnswer answer)
      throws MalformedRecordsException {
    if (answer instanceof FallbackAnswer.Magnet magnet) {
      assertThat(FallbackRecords.parse(FallbackRecords.of(magnet.link()))).isEqualTo(answer);
    } else if (answer instanceof FallbackAnswer.Torrent torrent) {
      assertThat(torrent.content()).isNotNull();
    }
  }
}
