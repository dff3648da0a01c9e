package org.spillway.torrent.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Vectors;

/** Records that the browser extension reads, too. */
class FallbackVectorsTest {
  static Stream<Arguments> cases() throws IOException {
    return Vectors.read("fallback-records")
        .valueStream()
        .map(it -> Arguments.of(it.get("name").asText(), it));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void parse_vectors(String name, JsonNode vector) throws Exception {
    if (vector.has("torrent")) {
      byte[] torrent = Base64.getDecoder().decode(vector.get("torrent").asText());
      assertThat(read(vector)).isEqualTo(new FallbackAnswer.Torrent(torrent));
    } else if (vector.has("magnet")) {
      var link = MagnetLink.parse(vector.get("magnet").asText());
      assertThat(read(vector)).isEqualTo(new FallbackAnswer.Magnet(link));
    } else {
      assertThatThrownBy(() -> read(vector)).isInstanceOf(MalformedRecordsException.class);
    }
  }

  private static FallbackAnswer read(JsonNode vector) throws MalformedRecordsException {
    var answer = FallbackRecords.parse(rrset(vector.get("records")));
    return answer instanceof FallbackAnswer.Split split
        ? FallbackRecords.join(split, parts(vector.get("parts")))
        : answer;
  }

  private static Map<Integer, List<List<String>>> parts(JsonNode parts) {
    return parts
        .propertyStream()
        .collect(Collectors.toMap(it -> Integer.valueOf(it.getKey()), it -> rrset(it.getValue())));
  }

  private static List<List<String>> rrset(JsonNode records) {
    return records
        .valueStream()
        .map(record -> record.valueStream().map(JsonNode::asText).toList())
        .toList();
  }
}
