package org.spillway.torrent.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.Digests;
import org.spillway.torrent.Vectors;

class RequestHashTest {
  private static final String EXAMPLE = "438296e855494825557824b691a09d06a86a21f1";

  /** printf %s /pub/myfile.tar.gz | sha1sum. */
  @Test
  void nameUnder_example() {
    var hash = RequestHash.ofTarget("/pub/myfile.tar.gz");
    assertThat(hash).hasToString(EXAMPLE).isEqualTo(RequestHash.ofPath("/pub/myfile.tar.gz"));
    assertThat(hash.nameUnder("dl.example.org"))
        .isEqualTo("438296e855494825557824b691a09d06a86a21f1._torrent.dl.example.org");
  }

  static Stream<Arguments> targets() throws IOException {
    return Vectors.read("request-hashes")
        .get("targets")
        .valueStream()
        .map(row -> Arguments.of(row.get(0).asText(), row.get(1).asText(), row.get(2).asText()));
  }

  /** The browser extension reads these vectors, too. */
  @ParameterizedTest(name = "{0} is hashed as {1}")
  @MethodSource("targets")
  void ofTarget_table(String target, String hashed, String sha1) {
    assertThat(sha1).isEqualTo(sha1(hashed));
    assertThat(RequestHash.ofTarget(target)).hasToString(sha1);
  }

  static Stream<Arguments> candidates() throws IOException {
    return Vectors.read("request-hashes")
        .get("candidates")
        .valueStream()
        .map(
            row ->
                Arguments.of(
                    row.get(0).asText(), row.get(1).valueStream().map(JsonNode::asText).toList()));
  }

  @ParameterizedTest(name = "{0} may stand at {1}")
  @MethodSource("candidates")
  void candidates_table(String target, List<String> hashed) {
    assertThat(RequestHash.candidates(target))
        .map(RequestHash::toString)
        .isEqualTo(hashed.stream().map(RequestHashTest::sha1).toList());
  }

  @ParameterizedTest(name = "{0} is hashed as {1}")
  @CsvSource({
    "/, /",
    "/a b/ü, /a%20b/%C3%BC",
    "/a?b, /a%3Fb",
    "/a#b, /a%23b",
    "/100%, /100%25",
    "/%41, /%2541",
    "/a/../b, /b",
    "a/b, /a/b",
  })
  void ofPath_table(String path, String hashed) {
    assertThat(RequestHash.ofPath(path)).hasToString(sha1(hashed));
    assertThat(RequestHash.ofTarget(hashed)).hasToString(sha1(hashed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "438296e8", "438296E855494825557824B691A09D06A86A21F1", EXAMPLE + "0"})
  void constructor_noHash(String hex) {
    assertThatThrownBy(() -> new RequestHash(hex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a request hash has 40 lower-case hex digits: " + hex);
  }

  @Test
  void compareTo_asHex() {
    assertThat(new RequestHash("0".repeat(40))).isLessThan(new RequestHash(EXAMPLE));
  }

  private static String sha1(String target) {
    return HexFormat.of().formatHex(Digests.sha1().digest(target.getBytes(UTF_8)));
  }
}
