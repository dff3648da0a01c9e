package org.spillway.torrent.fallback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.Sha256;

class FallbackRecordsFuzzTest {
  /** One record a line, its strings divided by tabs. */
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void parse(byte[] bytes) {
    try {
      requireSameAnswerBack(FallbackRecords.parse(rrset(new String(bytes, ISO_8859_1))));
    } catch (MalformedRecordsException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static List<List<String>> rrset(String text) {
    return text.lines().map(line -> List.of(line.split("\t", -1))).toList();
  }

  /** The base and each part divided by an empty line. */
  @MethodSource("splitSeeds")
  @FuzzTest(maxDuration = "1m")
  void join(byte[] bytes) {
    List<List<List<String>>> rrsets =
        Stream.of(new String(bytes, ISO_8859_1).split("\n\n", -1))
            .map(FallbackRecordsFuzzTest::rrset)
            .toList();
    Map<Integer, List<List<String>>> parts = new TreeMap<>();
    for (int part = 1; part < rrsets.size(); part++) {
      parts.put(part, rrsets.get(part));
    }
    try {
      if (FallbackRecords.parse(rrsets.get(0)) instanceof FallbackAnswer.Split split) {
        assertThat(split.parts()).isBetween(1, FallbackProfile.MAX_PARTS);
        byte[] torrent = FallbackRecords.join(split, parts).content().toBytes();
        assertThat(split.sets())
            .extracting(SplitSet::hash)
            .contains(Sha256.digest(torrent).toString().substring(0, 16));
      }
    } catch (MalformedRecordsException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  static Stream<byte[]> splitSeeds() {
    String hash = Sha256.digest("d4:infodee".getBytes(ISO_8859_1)).toString().substring(0, 16);
    return Stream.of(
            "v=bt1;n=2;h=%1$s;s=2\n\nv=bt1;i=2;n=2;h=%1$s\tbmZvZGVl\n\nv=bt1;i=1;n=2;h=%1$s\tZDQ6aQ==",
            "v=bt1;n=3;h=%1$s;s=2\n\n\n\nv=bt1;i=1;n=3;h=%1$s\tZDQ6aQ==")
        .map(text -> text.formatted(hash).getBytes(ISO_8859_1));
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "ZDQ6aW5mb2RlZQ==",
            "v=bt1;m=magnet:?xt=urn:btih:c9e15763f722f23e98a29decdfae341b98d53056",
            "v=bt1;n=9;h=b0f8e2a6a2e7f5bd;s=3\nv=bt1;n=2;h=00f8e2a6a2e7f5bd;s=2",
            "v=spf1 ~all\nv=bt1;i=2;n=2;h=b0f8e2a6a2e7f5bd\tZDQ6\nv=bt1;i=1;n=2;h=b0f8e2a6a2e7f5bd")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  private static void requireSameAnswerBack(FallbackAnswer answer)
      throws MalformedRecordsException {
    if (answer instanceof FallbackAnswer.Magnet magnet) {
      assertThat(FallbackRecords.parse(FallbackRecords.of(magnet.link()))).isEqualTo(answer);
    } else if (answer instanceof FallbackAnswer.Torrent torrent) {
      assertThat(torrent.content()).isNotNull();
    } else if (answer instanceof FallbackAnswer.Split split) {
      var again = split.sets().stream().map(set -> List.of(set.toString())).toList();
      assertThat(FallbackRecords.parse(again)).isEqualTo(split);
    }
  }
}
