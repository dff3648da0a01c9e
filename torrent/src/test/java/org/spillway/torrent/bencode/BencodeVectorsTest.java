package org.spillway.torrent.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.Vectors;

/** What the browser extension takes for bencoding, and we. */
class BencodeVectorsTest {
  static Stream<String> right() throws IOException {
    return vectors("right");
  }

  static Stream<String> wrong() throws IOException {
    return vectors("wrong");
  }

  private static Stream<String> vectors(String kind) throws IOException {
    return Vectors.read("bencode").get(kind).valueStream().map(JsonNode::asText);
  }

  @ParameterizedTest
  @MethodSource("right")
  void decode_right(String text) {
    assertThatCode(() -> Bencode.decode(text.getBytes(ISO_8859_1))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void decode_wrong(String text) {
    assertThatThrownBy(() -> Bencode.decode(text.getBytes(ISO_8859_1)))
        .isInstanceOf(MalformedBencodeException.class);
  }
}
